/** Readers and writers of NumPy files with bounds checks. */
@NullMarked
package io.github.fisherscope.core.io;

import org.jspecify.annotations.NullMarked;
