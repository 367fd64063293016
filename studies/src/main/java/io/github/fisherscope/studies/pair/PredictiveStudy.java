package io.github.fisherscope.studies.pair;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.linear.GraphWeights;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.geometry.divergence.LocalForm;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.results.pair.PredictiveResult.Expansion;
import io.github.fisherscope.results.pair.PredictiveResult.Mean;
import io.github.fisherscope.results.pair.PredictiveResult.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The mean divergence between the predictions of two networks on the same inputs, beside its expansion in the parameters: the
 * Fisher metric's ½ ΔθᵀFΔθ and the cubic term. Where mean and expansion part, the metric no longer speaks for the divergence.
 */
public final class PredictiveStudy {
    /** Step of the difference that gives the second derivative of the outputs along Δθ, in units of Δθ. */
    private static final double STEP = 1e-4;

    /** Difference of outputs, relative to the largest, up to which they are the same but for rounding. */
    private static final double SAME = 1e-9;

    /** Numbers of a batch of samples that are kept at a time, in a pass and in its tangents: half a gigabyte. */
    private static final long BATCH = 32_000_000;

    private final Compared first;
    private final Compared second;
    private final Dataset data;
    private final Likelihood likelihood;
    private final Divergence divergence;
    private final OutputDivergence between;

    private PredictiveStudy(
            Compared first, Compared second, Dataset data, Likelihood likelihood, Divergence divergence) {
        this.first = first;
        this.second = second;
        this.data = data;
        this.likelihood = likelihood;
        this.divergence = divergence;
        this.between = OutputDivergence.of(likelihood, divergence, first.channels());
    }

    /**
     * Returns the study of two networks with the same inputs and outputs, which may differ inside.
     *
     * @param family name of the divergence, as {@link Divergences#parse} takes it
     */
    public static PredictiveStudy of(
            Compared first, Compared second, Dataset data, Likelihood likelihood, String family) {
        requireSame("inputs", first.inputs(), second.inputs());
        requireSame("outputs", first.outputs(), second.outputs());
        requireSame("outputs at each position", first.channels(), second.channels());
        if (data.inputs() != first.inputs()) {
            throw InvalidArgumentException.of(
                    "number of inputs of the data",
                    data.inputs(),
                    "but the networks take " + first.inputs(),
                    "give the inputs that the networks were made for");
        }
        return new PredictiveStudy(first, second, data, likelihood, Divergences.parse(family));
    }

    private static void requireSame(String what, int a, int b) {
        if (a != b) {
            throw InvalidArgumentException.of(
                    "number of " + what + " of the second network",
                    b,
                    "but the first has " + a,
                    "compare networks with the same inputs and outputs");
        }
    }

    /**
     * Computes the result: one forward pass through each network, and four Jacobian-vector products where both have the same shape.
     *
     * @param confidence level of the interval of the mean, in (0, 1)
     */
    public PredictiveResult run(double confidence, Backend backend) {
        double[] f = outputs(first, backend);
        double[] g = outputs(second, backend);
        Mean mean = mean(f, g, confidence);
        String missing = missing(g, backend);
        return new PredictiveResult(
                PredictiveResult.SCHEMA,
                BuildInfo.current().version(),
                network(first),
                network(second),
                new Setting(
                        divergence.name(),
                        likelihood.id(),
                        data.source().description(),
                        data.samples(),
                        first.channels(),
                        positions()),
                mean,
                missing == null ? expansion(f, mean, backend) : null,
                missing);
    }

    /** Why there is no expansion, with every reason there is, or null if there is one. */
    private @Nullable String missing(double[] g, Backend backend) {
        List<String> reasons = new ArrayList<>();
        if (divergence.local().isEmpty()) {
            reasons.add(divergence.name() + " is not smooth where p and q agree and has no metric");
        }
        if (!first.looksLike(second)) {
            reasons.add("the second network has other layers than the first");
        } else if (!isStep(g, backend)) {
            reasons.add("the second network differs from the first in constants, such as statistics of batches,"
                    + " and not in parameters alone");
        }
        return reasons.isEmpty() ? null : String.join(", and ", reasons);
    }

    private static PredictiveResult.Network network(Compared one) {
        return new PredictiveResult.Network(
                one.file(), one.activation(), one.network().graph().parameters());
    }

    private int positions() {
        return first.outputs() / first.channels();
    }

    private double[] outputs(Compared one, Backend backend) {
        double[] outputs = inBatches(one.network(), backend, GraphLinearization::outputs);
        for (int row = 0; row < data.samples() * positions(); row++) {
            double[] f = row(outputs, row);
            if (!Double.isFinite(likelihood.logPartition(f))) {
                throw InvalidArgumentException.of(
                        "likelihood",
                        likelihood.id(),
                        String.format(
                                Locale.ROOT,
                                "the outputs of %s at sample %d (counted from 0) reach %.4g, and their distribution leaves the range of float64 (1.8e308)",
                                one.file(),
                                row / positions(),
                                largest(f)),
                        Remedy.of("scale the last layer down, or choose another likelihood")
                                .by("likelihood"));
            }
        }
        return outputs;
    }

    private static double largest(double[] f) {
        double largest = 0;
        for (double output : f) {
            largest = Math.abs(output) > Math.abs(largest) || Double.isNaN(output) ? output : largest;
        }
        return largest;
    }

    private Mean mean(double[] f, double[] g, double confidence) {
        int samples = data.samples();
        double[] values = new double[samples];
        int infinite = 0;
        int largest = 0;
        for (int t = 0; t < samples; t++) {
            values[t] = between(f, g, t);
            infinite += Double.isInfinite(values[t]) ? 1 : 0;
            largest = values[t] > values[largest] ? t : largest;
        }
        double value = RealVector.of(values).sum() / samples;
        if (infinite > 0 || Double.isInfinite(value)) {
            Double most = infinite > 0 ? null : Double.valueOf(values[largest]);
            return new Mean(null, infinite, null, null, null, confidence, most, largest);
        }
        Double error = standardError(values, value);
        Double half = error == null
                ? null
                : Double.valueOf(
                        error * TDistribution.of(samples - 1.0).inverseSurvivalProbability((1 - confidence) / 2));
        return new Mean(
                value,
                0,
                error,
                half == null ? null : value - half,
                half == null ? null : value + half,
                confidence,
                values[largest],
                largest);
    }

    /** Returns the mean over a sample's positions. */
    private double between(double[] f, double[] g, int sample) {
        double sum = 0;
        for (int row = sample * positions(); row < (sample + 1) * positions(); row++) {
            sum += between.between(row(f, row), row(g, row));
        }
        return sum / positions();
    }

    private static @Nullable Double standardError(double[] values, double mean) {
        if (values.length < 2) {
            return null;
        }
        double[] squares = new double[values.length];
        double scale = mean > 1e100 ? mean : 1; // squares of such numbers are beyond the range of doubles
        for (int t = 0; t < values.length; t++) {
            double deviation = (values[t] - mean) / scale;
            squares[t] = deviation * deviation;
        }
        return scale * Math.sqrt(RealVector.takingOver(squares).sum() / (values.length - 1) / values.length);
    }

    /** Returns the outputs at one position of one sample. */
    private double[] row(double[] outputs, int row) {
        int c = first.channels();
        return Arrays.copyOfRange(outputs, row * c, (row + 1) * c);
    }

    /**
     * D[θ : θ+Δ] = 2m (½ e·Qe + ½ e·Q f″ + (¼ + α/12) T(e,e,e)) + O(Δ⁴) with e = JΔ, the second derivative f″ of the outputs along Δ
     * and the metric coefficient m of the divergence; ∇^(0) of an exponential family has Γ = ½ T in natural parameters.
     */
    private Expansion expansion(double[] f, Mean mean, Backend backend) {
        LocalForm local = divergence.local().orElseThrow();
        double[] theta = first.network().parameters().toArray();
        double[] step = second.network().parameters().toArray();
        double norm = 0;
        for (int i = 0; i < step.length; i++) {
            step[i] -= theta[i];
            norm += step[i] * step[i];
        }
        double[] e = tangents(theta, step, 0, backend);
        double[] ahead = tangents(theta, step, STEP, backend);
        double[] behind = tangents(theta, step, -STEP, backend);
        int rows = data.samples() * positions();
        double[] quadratic = new double[rows];
        double[] cubic = new double[rows];
        int c = first.channels();
        double[] factor = new double[c];
        for (int t = 0; t < rows; t++) {
            double[] outputs = row(f, t);
            double[] direction = row(e, t);
            for (int k = 0; k < c; k++) {
                likelihood.factorRow(outputs, k, factor);
                double first = 0;
                double second = 0;
                for (int i = 0; i < c; i++) {
                    first += factor[i] * direction[i];
                    second += factor[i] * (ahead[t * c + i] - behind[t * c + i]) / (2 * STEP);
                }
                quadratic[t] += local.hessianScale() * first * first / 2;
                cubic[t] += local.hessianScale() * first * second / 2;
            }
            cubic[t] += local.hessianScale() * (0.25 + local.alpha() / 12) * between.cubicTensor(outputs, direction);
        }
        double metric = RealVector.takingOver(quadratic).sum() / rows;
        double third = RealVector.takingOver(cubic).sum() / rows;
        if (!Double.isFinite(metric) || !Double.isFinite(third)) {
            throw InvalidArgumentException.of(
                    "step from the first network to the second",
                    Math.sqrt(norm),
                    "the terms of the expansion then leave the range of float64 (1.8e308)",
                    "compare networks whose weights are closer together, or scale both down");
        }
        Double value = mean.value();
        return new Expansion(
                Math.sqrt(norm), metric, third, value == null || metric == 0 ? null : Double.valueOf(value / metric));
    }

    /**
     * Returns whether the second network, whose tensors and layers look the same, is the first one at other parameters: the
     * first at the parameters of the second has its outputs. Constants that differ, such as statistics of batches, show.
     */
    private boolean isStep(double[] g, Backend backend) {
        GraphNetwork moved =
                new GraphNetwork(first.network().graph(), second.network().parameters());
        double[] outputs = inBatches(moved, backend, GraphLinearization::outputs);
        double largest = Math.abs(largest(g));
        for (int i = 0; i < g.length; i++) {
            if (Math.abs(outputs[i] - g[i]) > SAME * largest) {
                return false;
            }
        }
        return true;
    }

    private double[] tangents(double[] theta, double[] step, double share, Backend backend) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += share * step[i];
        }
        GraphNetwork network = new GraphNetwork(first.network().graph(), RealVector.takingOver(moved));
        return inBatches(network, backend, at -> at.jvp(step));
    }

    /** Joins what a network gives at some samples at a time; the numbers do not depend on how many. */
    private double[] inBatches(GraphNetwork network, Backend backend, Function<GraphLinearization, double[]> pass) {
        Graph graph = network.graph();
        long perSample = graph.input().size()
                + graph.nodes().stream().mapToLong(n -> n.output().size()).sum();
        int batch = (int) Math.max(1, Math.min(data.samples(), BATCH / perSample));
        double[] all = new double[Math.multiplyExact(data.samples(), first.outputs())];
        try (GraphWeights weights = GraphWeights.of(network, backend)) {
            for (int from = 0; from < data.samples(); from += batch) {
                int to = Math.min(data.samples(), from + batch);
                try (GraphLinearization at = GraphLinearization.ofBatch(weights, data, from, to)) {
                    double[] some = pass.apply(at);
                    System.arraycopy(some, 0, all, from * first.outputs(), some.length);
                }
            }
        }
        return all;
    }
}
