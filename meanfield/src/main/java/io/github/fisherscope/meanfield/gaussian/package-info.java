/** Expectations of activations under one Gaussian variable or two correlated ones. */
@NullMarked
package io.github.fisherscope.meanfield.gaussian;

import org.jspecify.annotations.NullMarked;
