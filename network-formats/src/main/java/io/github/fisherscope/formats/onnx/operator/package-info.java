/**
 * The operators of ONNX, each as layers of a graph or, where all that it takes is known, as numbers. A new operator is an entry
 * of a family, or a family of its own and a line in {@link io.github.fisherscope.formats.onnx.operator.Operators}.
 */
@NullMarked
package io.github.fisherscope.formats.onnx.operator;

import org.jspecify.annotations.NullMarked;
