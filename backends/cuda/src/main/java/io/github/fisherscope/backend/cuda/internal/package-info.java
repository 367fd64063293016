/**
 * The backends named cuda and cuda-tf32. What a matrix operation means in calls of the device is decided in plain Java
 * above {@link io.github.fisherscope.backend.cuda.internal.CudaDevice}, which has one implementation on the machine's
 * CUDA libraries; tests have another one on arrays.
 */
@NullMarked
package io.github.fisherscope.backend.cuda.internal;

import org.jspecify.annotations.NullMarked;
