/** Randomised subspace iteration for the top of a spectrum. */
@NullMarked
package io.github.fisherscope.spectra.subspace;

import org.jspecify.annotations.NullMarked;
