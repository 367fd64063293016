/** Finished sweeps as tables, figures and a page. */
@NullMarked
package io.github.fisherscope.reports.sweep;

import org.jspecify.annotations.NullMarked;
