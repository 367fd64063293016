/** The figures of a result as data, and their pictures. */
@NullMarked
package io.github.fisherscope.reports.chart;

import org.jspecify.annotations.NullMarked;
