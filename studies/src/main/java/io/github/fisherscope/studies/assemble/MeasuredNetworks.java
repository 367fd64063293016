package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The networks of a study, and averages over them.
 *
 * @param networks what was measured at each
 * @param kernels the T eigenvalues that the infinite-width kernel of a network's inputs predicts, each C-fold, by the
 *     number of the network; without those where it does not apply or would take too long
 */
public record MeasuredNetworks(List<NetworkMeasurement> networks, Map<Integer, RealVector> kernels) {
    public MeasuredNetworks {
        networks = List.copyOf(networks);
        kernels = Map.copyOf(kernels);
    }

    public NetworkMeasurement first() {
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
        double error =
                RealVector.of(networks.stream().mapToDouble(value).toArray()).standardError();
        return Double.isNaN(error) ? null : error;
    }
}
