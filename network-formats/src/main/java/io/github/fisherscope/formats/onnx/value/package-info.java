/** Arithmetic on the shapes and constants of an ONNX graph, and what only moves numbers, as tables of indices. */
@NullMarked
package io.github.fisherscope.formats.onnx.value;

import org.jspecify.annotations.NullMarked;
