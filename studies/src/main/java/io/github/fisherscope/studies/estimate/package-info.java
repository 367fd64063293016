/** The trade-off between the two estimators of the Fisher matrix's diagonal and trace. */
@NullMarked
package io.github.fisherscope.studies.estimate;

import org.jspecify.annotations.NullMarked;
