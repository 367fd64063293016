/** The values of a finished study of estimators. */
@NullMarked
package io.github.fisherscope.results.estimate;

import org.jspecify.annotations.NullMarked;
