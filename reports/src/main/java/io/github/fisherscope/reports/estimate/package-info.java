/** Finished studies of estimators as tables and figures. */
@NullMarked
package io.github.fisherscope.reports.estimate;

import org.jspecify.annotations.NullMarked;
