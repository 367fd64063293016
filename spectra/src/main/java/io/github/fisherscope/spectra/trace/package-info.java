/** Randomised estimates of traces and diagonals, each with its standard error. */
@NullMarked
package io.github.fisherscope.spectra.trace;

import org.jspecify.annotations.NullMarked;
