package io.github.fisherscope.results.sweep;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A finished point, as its line in the results file holds it.
 *
 * @param family what the network was drawn from
 * @param seed the seed of the grid
 * @param networkSeed {@link SweepPoint#networkSeed()}, as text since JSON numbers are not exact that far
 * @param values measured statistics by key
 * @param seconds time the measurement took
 * @param precision {@code double} or {@code single}; null in files of earlier versions, which say it in the first line alone
 */
public record SweepRecord(
        SweepFamily family,
        long seed,
        String networkSeed,
        Map<String, Double> values,
        double seconds,
        @Nullable String precision) {
    public SweepRecord {
        Objects.requireNonNull(family, "family");
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public SweepPoint point() {
        return new SweepPoint(family, seed);
    }
}
