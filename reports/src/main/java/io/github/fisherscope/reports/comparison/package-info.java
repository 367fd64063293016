/** Holding measured statistics against predicted ones. */
@NullMarked
package io.github.fisherscope.reports.comparison;

import org.jspecify.annotations.NullMarked;
