/** The trade-off between the two estimators of the Fisher matrix's diagonal and trace. */
@NullMarked
package io.github.fisherscope.reports.estimate;

import org.jspecify.annotations.NullMarked;
