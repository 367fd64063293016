/** Pictures drawn with XChart, which is seen nowhere else. */
@NullMarked
package io.github.fisherscope.reports.internal.chart;

import org.jspecify.annotations.NullMarked;
