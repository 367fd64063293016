/**
 * Readers and writers of array files: NumPy's .npy and .npz, idx as MNIST ships it, and numeric CSV. Sizes that a file
 * claims are checked against its real length and the heap before memory is allocated; whatever is wrong with a file ends
 * in an {@link io.github.fisherscope.core.io.InputFileException} of one line.
 */
@NullMarked
package io.github.fisherscope.core.io;

import org.jspecify.annotations.NullMarked;
