/**
 * Compatibility kits. A backend's test extends {@link io.github.fisherscope.contract.BackendContract} and says how the
 * backend is opened; everything that {@link io.github.fisherscope.core.backend.Backend} promises is then checked.
 *
 * <p>Tolerances are bounds of rounding analysis: γ_k = k u / (1 − k u) with the unit roundoff u of the precision
 * (N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., SIAM 2002, chapter 3), against references
 * computed in twice the precision of float64.
 */
@NullMarked
package io.github.fisherscope.contract;

import org.jspecify.annotations.NullMarked;
