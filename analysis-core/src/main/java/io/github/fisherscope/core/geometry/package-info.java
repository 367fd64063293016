/** Geometry of weight space under the Fisher metric: natural gradients and directions in which the metric vanishes. */
@NullMarked
package io.github.fisherscope.core.geometry;

import org.jspecify.annotations.NullMarked;
