/** The predictions of two networks in words. */
@NullMarked
package io.github.fisherscope.reports.pair;

import org.jspecify.annotations.NullMarked;
