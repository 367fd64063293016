@NullMarked
package io.github.fisherscope.reports.chart;

import org.jspecify.annotations.NullMarked;
