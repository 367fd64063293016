/** Measuring grids of random networks: in parallel, resumable, and extrapolated to infinite width. */
@NullMarked
package io.github.fisherscope.studies.sweep;

import org.jspecify.annotations.NullMarked;
