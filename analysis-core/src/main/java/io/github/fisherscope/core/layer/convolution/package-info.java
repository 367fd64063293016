/** Layers on windows of positions: convolutions and pooling. Tensors are N×C×positions or C×positions, channels first. */
@NullMarked
package io.github.fisherscope.core.layer.convolution;

import org.jspecify.annotations.NullMarked;
