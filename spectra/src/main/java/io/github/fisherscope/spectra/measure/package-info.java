/** What follows from a spectrum: learning-rate bounds, capacity, flatness, description length, precision. */
@NullMarked
package io.github.fisherscope.spectra.measure;

import org.jspecify.annotations.NullMarked;
