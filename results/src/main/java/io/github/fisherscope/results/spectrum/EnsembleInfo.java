package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values of every network of an ensemble.
 *
 * @param networks N, number of independent networks, each with its own inputs when those are random
 * @param seeds what reproduces each network, decimal text
 * @param values statistic key → one value per network
 */
public record EnsembleInfo(int networks, List<String> seeds, Map<String, RealVector> values) {

    public EnsembleInfo {
        Args.requireInRange("networks", networks, 1, 1 << 20);
        seeds = List.copyOf(seeds);
        Args.requireSame("number of seeds", seeds.size(), networks, "give one seed per network");
        seeds.forEach(s -> Seeds.requireSeed("ensemble", s));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        values.forEach((key, v) ->
                Args.requireSame("number of values of " + key, v.size(), networks, "give one value per network"));
    }

    /**
     * Returns the values of a statistic, one per network.
     *
     * @throws IllegalArgumentException if the ensemble does not have it
     */
    public RealVector of(Statistic statistic) {
        RealVector found = values.get(statistic.key());
        if (found == null) {
            throw new IllegalArgumentException("statistic '%s' was not recorded; this ensemble has %s"
                    .formatted(statistic.key(), values.keySet()));
        }
        return found;
    }
}
