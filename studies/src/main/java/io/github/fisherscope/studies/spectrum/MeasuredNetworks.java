package io.github.fisherscope.studies.spectrum;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Averages over the networks of a study. */
record MeasuredNetworks(List<NetworkMeasurement> networks) {
    MeasuredNetworks {
        networks = List.copyOf(networks);
    }

    NetworkMeasurement first() {
        return networks.get(0);
    }

    /** Returns the mean over the networks, null unless all of them have the value. */
    @Nullable Double meanOfAll(Function<NetworkMeasurement, @Nullable Double> value) {
        double sum = 0;
        for (NetworkMeasurement m : networks) {
            @Nullable Double one = value.apply(m);
            if (one == null) {
                return null;
            }
            sum += one;
        }
        return sum / networks.size();
    }

    /** Returns the mean over the networks. */
    double mean(ToDoubleFunction<NetworkMeasurement> value) {
        return networks.stream().mapToDouble(value).average().orElseThrow();
    }

    /** Returns the standard error of the mean, null for one network. */
    @Nullable Double standardError(ToDoubleFunction<NetworkMeasurement> value) {
        int n = networks.size();
        if (n < 2) {
            return null;
        }
        double mean = mean(value);
        double squares = networks.stream()
                .mapToDouble(value)
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return Math.sqrt(squares / (n - 1) / n);
    }
}
