/** Spectral densities with error bands: stochastic Lanczos quadrature and the kernel polynomial method. */
@NullMarked
package io.github.fisherscope.spectra.density;

import org.jspecify.annotations.NullMarked;
