/** The messages of an ONNX file as they are stored: a reader of Protocol Buffers' wire format and the few messages that networks need. */
@NullMarked
package io.github.fisherscope.formats.onnx.proto;

import org.jspecify.annotations.NullMarked;
