/** Distances between the spectra of several results. */
@NullMarked
package io.github.fisherscope.studies.compare;

import org.jspecify.annotations.NullMarked;
