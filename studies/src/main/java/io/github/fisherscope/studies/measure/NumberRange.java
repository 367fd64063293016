package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.function.Supplier;

/**
 * Refuses, in the user's terms, what leaves the range of float64: a Fisher matrix with entries, or squares of eigenvalues,
 * beyond 1.8e308. Costs nothing where the numbers are finite.
 */
final class NumberRange {
    /** Inputs of this size make squares of eigenvalues of a layer overflow by themselves. */
    private static final double HUGE = 1e50;

    private final StudyConfig config;
    private final Dataset data;

    NumberRange(StudyConfig config, Dataset data) {
        this.config = config;
        this.data = data;
    }

    /**
     * Measures one linearised network.
     *
     * @throws IllegalArgumentException naming what makes numbers too large, if they are
     */
    NetworkMeasurement within(Linearization at, int index, Supplier<NetworkMeasurement> measuring) {
        try {
            return checked(measuring.get());
        } catch (IllegalArgumentException e) {
            if (overflows(DualMoments.layerTraces(at, config.fisherOf(index)).sum())) {
                throw refusal();
            }
            throw e;
        }
    }

    /** Returns the measurement if its numbers are finite. */
    NetworkMeasurement checked(NetworkMeasurement m) {
        if (overflows(m.moments().trace())
                || !Double.isFinite(m.moments().squaredNorm().value())
                || !Double.isFinite(m.max())) {
            throw refusal();
        }
        return m;
    }

    private static boolean overflows(double trace) {
        return !Double.isFinite(trace * trace);
    }

    private IllegalArgumentException refusal() {
        if (config.inputs() instanceof InputSource.Given given && data.meanSquaredNorm() >= HUGE * HUGE) {
            return refused(
                    "data", given.data().source().description(), "divide the inputs by a constant or standardize them");
        }
        if (config.likelihood() instanceof Likelihood.Poisson) {
            return refused(
                    "likelihood",
                    "poisson",
                    "scale the last layer down, since rates grow like e^f with the outputs f, or choose another likelihood");
        }
        if (config.network() instanceof NetworkSource.Imported imported) {
            return refused("network", imported.file(), "scale its weights down");
        }
        if (config.network() instanceof NetworkSource.RandomLayers drawn) {
            return refused("architecture", drawn.name(), "choose smaller variances, or fewer layers");
        }
        return config.network() instanceof NetworkSource.Given given
                ? refused("network", given.file(), "scale its weights down")
                : refused(
                        "weightVariance",
                        config.network().spec().weightVariance(),
                        "choose a smaller one, or fewer layers");
    }

    private static IllegalArgumentException refused(String argument, Object value, String remedy) {
        return InvalidArgumentException.of(
                argument,
                value,
                "the Fisher matrix, or the square of an eigenvalue, then leaves the range of float64 (1.8e308)",
                remedy);
    }
}
