/** Matrices in the memory of an NVIDIA GPU: the backends named cuda and cuda-tf32, which the service loader finds. */
@NullMarked
package io.github.fisherscope.backend.cuda;

import org.jspecify.annotations.NullMarked;
