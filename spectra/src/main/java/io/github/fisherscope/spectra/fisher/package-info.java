/** The Fisher matrix of a network for scripts: one call for each question. */
@NullMarked
package io.github.fisherscope.spectra.fisher;

import org.jspecify.annotations.NullMarked;
