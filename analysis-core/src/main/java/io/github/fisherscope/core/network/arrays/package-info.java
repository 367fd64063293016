/**
 * Networks in files. What people write differs in names, in the orientation of matrices and in how arrays are packed;
 * each of these is decided by one class here, every decision is told in {@link
 * io.github.fisherscope.core.network.arrays.NetworkReading}, and an array that plays no part is an error. A further
 * format is one more {@link io.github.fisherscope.core.network.arrays.NetworkReader} and a line in {@link
 * io.github.fisherscope.core.network.arrays.NetworkFile}.
 */
@NullMarked
package io.github.fisherscope.core.network.arrays;

import org.jspecify.annotations.NullMarked;
