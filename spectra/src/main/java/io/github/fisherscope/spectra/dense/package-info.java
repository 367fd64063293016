/** Eigenvalues of dense symmetric matrices of small and medium size, by a library of the caller's choice. */
@NullMarked
package io.github.fisherscope.spectra.dense;

import org.jspecify.annotations.NullMarked;
