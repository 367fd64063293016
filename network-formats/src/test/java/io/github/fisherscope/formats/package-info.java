@NullMarked
package io.github.fisherscope.formats;

import org.jspecify.annotations.NullMarked;
