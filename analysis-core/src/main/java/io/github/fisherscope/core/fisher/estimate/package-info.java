/** Random estimators of the Fisher matrix from drawn labels, their errors predicted and measured. */
@NullMarked
package io.github.fisherscope.core.fisher.estimate;

import org.jspecify.annotations.NullMarked;
