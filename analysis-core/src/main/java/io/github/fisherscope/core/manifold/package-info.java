/** Families of distributions as Riemannian manifolds under the Fisher metric: lengths, geodesics, volumes. */
@NullMarked
package io.github.fisherscope.core.manifold;

import org.jspecify.annotations.NullMarked;
