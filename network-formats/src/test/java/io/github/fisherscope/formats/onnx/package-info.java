@NullMarked
package io.github.fisherscope.formats.onnx;

import org.jspecify.annotations.NullMarked;
