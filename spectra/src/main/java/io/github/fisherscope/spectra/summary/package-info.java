/** The numbers that sum up a complete spectrum. */
@NullMarked
package io.github.fisherscope.spectra.summary;

import org.jspecify.annotations.NullMarked;
