/** The predictions of two networks in words. */
@NullMarked
package io.github.fisherscope.reports.predictive;

import org.jspecify.annotations.NullMarked;
