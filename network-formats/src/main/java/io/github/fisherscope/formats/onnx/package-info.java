/** Networks from ONNX files: one sample at a time, constants folded, parameters found by what takes them. */
@NullMarked
package io.github.fisherscope.formats.onnx;

import org.jspecify.annotations.NullMarked;
