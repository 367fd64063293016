/** Grids of random networks: measured in parallel, resumable, and extrapolated to infinite width. */
@NullMarked
package io.github.fisherscope.reports.sweep;

import org.jspecify.annotations.NullMarked;
