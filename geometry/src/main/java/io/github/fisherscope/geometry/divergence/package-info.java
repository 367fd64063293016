/** Divergences between distributions on finitely many states, with the metric and the cubic tensor each of them induces. */
@NullMarked
package io.github.fisherscope.geometry.divergence;

import org.jspecify.annotations.NullMarked;
