package io.github.fisherscope.results.compare;

import io.github.fisherscope.results.spectrum.SpectrumResult;

/**
 * A result with the name by which a comparison calls it.
 *
 * @param result with its eigenvalues in memory; without them it has no curve and no distances
 */
public record NamedResult(String name, SpectrumResult result) {}
