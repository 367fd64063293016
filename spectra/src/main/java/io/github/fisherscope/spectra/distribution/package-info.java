/** What a list of eigenvalues says as a distribution: counts, tail, gaps, localisation. */
@NullMarked
package io.github.fisherscope.spectra.distribution;

import org.jspecify.annotations.NullMarked;
