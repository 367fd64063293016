/** Layers that move numbers, and sums over axes: transposing, slicing, padding, concatenating, broadcasting, reducing. */
@NullMarked
package io.github.fisherscope.core.layer.shape;

import org.jspecify.annotations.NullMarked;
