@NullMarked
package io.github.fisherscope.formats.keras;

import org.jspecify.annotations.NullMarked;
