/** Distances between spectra as distributions, with bootstrap confidence. */
@NullMarked
package io.github.fisherscope.spectra.distance;

import org.jspecify.annotations.NullMarked;
