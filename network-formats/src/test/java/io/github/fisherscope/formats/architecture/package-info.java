@NullMarked
package io.github.fisherscope.formats.architecture;

import org.jspecify.annotations.NullMarked;
