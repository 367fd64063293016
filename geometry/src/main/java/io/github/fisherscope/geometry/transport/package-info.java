/** Optimal transport between distributions on finitely many states: exact, and relaxed by entropy. */
@NullMarked
package io.github.fisherscope.geometry.transport;

import org.jspecify.annotations.NullMarked;
