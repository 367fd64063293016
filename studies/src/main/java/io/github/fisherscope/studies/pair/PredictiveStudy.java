package io.github.fisherscope.studies.pair;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.geometry.divergence.LocalForm;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.results.pair.PredictiveResult.Expansion;
import io.github.fisherscope.results.pair.PredictiveResult.Mean;
import io.github.fisherscope.results.pair.PredictiveResult.Setting;
import java.util.Arrays;
import java.util.Locale;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The mean divergence between the predictions of two networks on the same inputs, beside its expansion in the parameters: the
 * Fisher metric's ½ ΔθᵀFΔθ and the cubic term. Where mean and expansion part, the metric no longer speaks for the divergence.
 */
public final class PredictiveStudy {
    /** Step of the difference that gives the second derivative of the outputs along Δθ, in units of Δθ. */
    private static final double STEP = 1e-4;

    private final NeuralNetwork first;
    private final NeuralNetwork second;
    private final Dataset data;
    private final Likelihood likelihood;
    private final Divergence divergence;
    private final OutputDivergence between;

    private PredictiveStudy(
            NeuralNetwork first, NeuralNetwork second, Dataset data, Likelihood likelihood, Divergence divergence) {
        this.first = first;
        this.second = second;
        this.data = data;
        this.likelihood = likelihood;
        this.divergence = divergence;
        this.between = OutputDivergence.of(likelihood, divergence, first.outputs());
    }

    /**
     * Returns the study of two networks with the same inputs and outputs, which may differ inside.
     *
     * @param family name of the divergence, as {@link Divergences#parse} takes it
     */
    public static PredictiveStudy of(
            NeuralNetwork first, NeuralNetwork second, Dataset data, Likelihood likelihood, String family) {
        requireSame("inputs", first.inputs(), second.inputs());
        requireSame("outputs", first.outputs(), second.outputs());
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
     * @param firstFile where the first network came from
     * @param secondFile where the second came from
     * @param confidence level of the interval of the mean, in (0, 1)
     */
    public PredictiveResult run(String firstFile, String secondFile, double confidence, Backend backend) {
        double[] f = outputs(first, firstFile, backend);
        double[] g = outputs(second, secondFile, backend);
        Mean mean = mean(f, g, confidence);
        return new PredictiveResult(
                PredictiveResult.SCHEMA,
                BuildInfo.current().version(),
                network(firstFile, first),
                network(secondFile, second),
                new Setting(
                        divergence.name(),
                        likelihood.id(),
                        data.source().description(),
                        data.samples(),
                        first.outputs()),
                mean,
                expansion(f, mean, backend));
    }

    private static PredictiveResult.Network network(String file, NeuralNetwork network) {
        return new PredictiveResult.Network(file, network.activationNames(), network.parameters());
    }

    private double[] outputs(NeuralNetwork network, String file, Backend backend) {
        double[] outputs;
        try (GraphLinearization at =
                GraphLinearization.of(FullyConnected.graph(network), network.parameterVector(), data, backend)) {
            outputs = at.outputs();
        }
        for (int t = 0; t < data.samples(); t++) {
            double[] f = row(outputs, t);
            if (!Double.isFinite(likelihood.logPartition(f))) {
                throw InvalidArgumentException.of(
                        "likelihood",
                        likelihood.id(),
                        String.format(
                                Locale.ROOT,
                                "the outputs of %s at sample %d (counted from 0) reach %.4g, and their distribution leaves the range of float64 (1.8e308)",
                                file,
                                t,
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
            values[t] = between.between(row(f, t), row(g, t));
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

    private double[] row(double[] outputs, int t) {
        int c = first.outputs();
        return Arrays.copyOfRange(outputs, t * c, (t + 1) * c);
    }

    /**
     * D[θ : θ+Δ] = 2m (½ e·Qe + ½ e·Q f″ + (¼ + α/12) T(e,e,e)) + O(Δ⁴) with e = JΔ, the second derivative f″ of the outputs along Δ
     * and the metric coefficient m of the divergence; ∇^(0) of an exponential family has Γ = ½ T in natural parameters.
     */
    private @Nullable Expansion expansion(double[] f, Mean mean, Backend backend) {
        LocalForm local = divergence.local().orElse(null);
        if (local == null || !sameShape()) {
            return null;
        }
        double[] theta = first.parameterVector();
        double[] step = second.parameterVector();
        double norm = 0;
        for (int i = 0; i < step.length; i++) {
            step[i] -= theta[i];
            norm += step[i] * step[i];
        }
        double[] e = tangents(theta, step, 0, backend);
        double[] ahead = tangents(theta, step, STEP, backend);
        double[] behind = tangents(theta, step, -STEP, backend);
        double[] quadratic = new double[data.samples()];
        double[] cubic = new double[data.samples()];
        int c = first.outputs();
        double[] factor = new double[c];
        for (int t = 0; t < data.samples(); t++) {
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
        double metric = RealVector.takingOver(quadratic).sum() / data.samples();
        double third = RealVector.takingOver(cubic).sum() / data.samples();
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

    private boolean sameShape() {
        return first.layout().equals(second.layout()) && first.activationNames().equals(second.activationNames());
    }

    private double[] tangents(double[] theta, double[] step, double share, Backend backend) {
        double[] moved = theta.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += share * step[i];
        }
        Graph graph = FullyConnected.graph(first);
        try (GraphLinearization at = GraphLinearization.of(graph, moved, data, backend)) {
            return at.jvp(step);
        }
    }
}
