/** Limiting laws of whole spectra from random-matrix theory: density, edges and atom at zero. */
@NullMarked
package io.github.fisherscope.meanfield.law;

import org.jspecify.annotations.NullMarked;
