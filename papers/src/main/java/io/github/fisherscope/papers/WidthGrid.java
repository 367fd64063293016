package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Several networks of each of several sizes, each network with data of its own. The size names the seed, so that
 * the points of a curve are independent.
 *
 * @param sizes ascending
 * @param networks per size, two or more
 */
record WidthGrid(List<Integer> sizes, int networks) {
    WidthGrid {
        sizes = List.copyOf(sizes);
    }

    /** One network. */
    record Job(int size, int network) {
        /** Draws the network and its standard normal inputs and linearises it. The caller closes it. */
        Linearization linearize(NetworkSpec spec, int samples, long seed, Backend backend) {
            return linearize(spec, inputs(spec, samples, seed), seed, backend);
        }

        Linearization linearize(NetworkSpec spec, Dataset data, long seed, Backend backend) {
            return Linearization.of(RandomNetworkGenerator.of(spec, seed(seed)).network(network), data, backend);
        }

        Dataset inputs(NetworkSpec spec, int samples, long seed) {
            return RandomInputs.of(seed(seed)).standardNormal(network, samples, spec.inputs());
        }

        /** Returns the seed of all networks of this size. */
        long seed(long seed) {
            return RandomStreams.of(seed).seedOf(StreamPurpose.POINTS, size);
        }
    }

    int largest() {
        return sizes.get(sizes.size() - 1);
    }

    /** Measures every network, the largest first. */
    Measurements<Job> measure(ExperimentSetting setting, String name, long bytes, Measurements.Task<Job> task) {
        List<Job> jobs = new ArrayList<>();
        for (int i = sizes.size() - 1; i >= 0; i--) {
            jobs.addAll(group(sizes.get(i)));
        }
        return Measurements.of(setting, name, jobs, bytes, task);
    }

    /** Returns the networks of one size. */
    List<Job> group(int size) {
        return IntStream.range(0, networks).mapToObj(n -> new Job(size, n)).toList();
    }

    /** Returns one number of every network, a vector per size. */
    List<RealVector> columns(Measurements<Job> found, ToDoubleFunction<RealVector> number) {
        return sizes.stream().map(s -> found.column(group(s), number)).toList();
    }

    List<RealVector> columns(Measurements<Job> found, int index) {
        return columns(found, v -> v.get(index));
    }

    /** Returns each vector divided by the theory of its size. */
    static List<RealVector> ratios(List<RealVector> columns, List<Double> theory) {
        List<RealVector> ratios = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            double expected = theory.get(i);
            ratios.add(
                    RealVector.of(columns.get(i).stream().map(v -> v / expected).toArray()));
        }
        return ratios;
    }

    Exponent exponent(List<RealVector> columns) {
        List<Exponent.Group> groups = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            groups.add(new Exponent.Group(sizes.get(i), columns.get(i)));
        }
        return Exponent.of(groups);
    }

    Curves curves() {
        return new Curves(sizes);
    }
}
