package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.Arrays;
import java.util.Objects;
import org.apache.commons.numbers.gamma.InverseErf;

/**
 * Estimates the diagonal and the trace of the Fisher matrix from labels drawn from the model, in two ways, with their
 * variances predicted and measured. With z the score in the outputs, g = ∂_i f and g″ = ∂²_ii f the single-draw values
 * are {@code (g·z)²} and {@code gᵀQg − g″·z}; their variances are {@code E(g·z)⁴ − (gᵀQg)²} and {@code g″ᵀQg″} (Soen and
 * Sun 2024 for exponential families; closed forms of the moments derived here).
 *
 * <p>Cost: T C Σ M³ flops for the second derivatives and T N C P for the draws, on one thread: a tool for small networks.
 */
public final class FisherEstimator {
    /** Largest C·P accepted: derivatives of one sample are held in memory. */
    public static final long MAX_DERIVATIVES = 20_000_000;

    private final EstimatorConfig config;

    private FisherEstimator(EstimatorConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static FisherEstimator of(EstimatorConfig config) {
        return new FisherEstimator(config);
    }

    /**
     * Runs both estimators on the same labels.
     *
     * @throws IllegalArgumentException if C·P exceeds {@link #MAX_DERIVATIVES}
     */
    public FisherEstimate run(NeuralNetwork network, Dataset data, Likelihood likelihood) {
        long size = network.outputs() * network.parameters();
        Args.require(
                size <= MAX_DERIVATIVES,
                "outputs times parameters is %d; estimators are compared for at most %d, use a smaller network",
                size,
                MAX_DERIVATIVES);
        Args.requireSame("the number of inputs of the data", data.inputs(), network.inputs(), "use matching widths");
        Accumulation sums = new Accumulation(Math.toIntExact(network.parameters()), config.draws(), data.samples());
        OutputDerivatives derivatives = new OutputDerivatives(network);
        double[] x = new double[data.inputs()];
        for (int t = 0; t < data.samples(); t++) {
            data.copyRow(t, x);
            derivatives.at(x);
            sums.addSample(
                    derivatives, likelihood, RandomStreams.of(config.seed()).labels(config.repetition(), t));
        }
        return sums.result();
    }

    /** Sums over samples. */
    private final class Accumulation {
        private final int draws;
        private final int samples;
        private final double[] exact;
        private final Side scores;
        private final Side hessians;
        private double matrixVariance;
        private double trace;

        Accumulation(int parameters, int draws, int samples) {
            this.draws = draws;
            this.samples = samples;
            this.exact = new double[parameters];
            this.scores = new Side(parameters);
            this.hessians = new Side(parameters);
        }

        void addSample(OutputDerivatives d, Likelihood likelihood, LabelSource source) {
            double[] f = d.outputs();
            ScoreMoments moments = ScoreMoments.of(likelihood, f);
            double[] information = predict(d, moments, f.length);
            double[][] theta = d.gram();
            double mean = moments.quadraticMean(theta);
            double variance = moments.quadraticVariance(theta);
            trace += mean / samples;
            scores.predictedTrace += variance;
            hessians.predictedTrace += moments.variance(d.laplacians());
            matrixVariance += variance + mean * mean - moments.squaredNorm(theta);
            draw(d, likelihood, source, information, mean);
        }

        /** Adds exact entries and predicted variances; returns the sample's gᵀQg. */
        private double[] predict(OutputDerivatives d, ScoreMoments moments, int outputs) {
            double[] information = new double[exact.length];
            double[] g = new double[outputs];
            double[] g2 = new double[outputs];
            for (int i = 0; i < exact.length; i++) {
                for (int k = 0; k < outputs; k++) {
                    g[k] = d.first(k, i);
                    g2[k] = d.second(k, i);
                }
                information[i] = moments.variance(g);
                exact[i] += information[i] / samples;
                scores.predicted[i] += moments.fourthMoment(g) - information[i] * information[i];
                hessians.predicted[i] += moments.variance(g2);
            }
            return information;
        }

        private void draw(
                OutputDerivatives d, Likelihood likelihood, LabelSource source, double[] information, double mean) {
            double[] f = d.outputs();
            double[] label = new double[f.length];
            double[] z = new double[f.length];
            double[] laplacians = d.laplacians();
            scores.beginSample();
            hessians.beginSample();
            for (int n = 0; n < draws; n++) {
                likelihood.sample(f, source, label);
                likelihood.score(f, label, z);
                double total = 0;
                for (int i = 0; i < exact.length; i++) {
                    double slope = 0;
                    double curvature = 0;
                    for (int k = 0; k < z.length; k++) {
                        slope += d.first(k, i) * z[k];
                        curvature += d.second(k, i) * z[k];
                    }
                    total += slope * slope;
                    scores.add(i, slope * slope - information[i]);
                    hessians.add(i, -curvature);
                }
                double shift = 0;
                for (int k = 0; k < z.length; k++) {
                    shift -= laplacians[k] * z[k];
                }
                scores.addTrace(total - mean);
                hessians.addTrace(shift);
            }
            scores.endSample();
            hessians.endSample();
        }

        FisherEstimate result() {
            return new FisherEstimate(
                    RealVector.of(exact),
                    trace,
                    scores.result(EstimatorKind.SQUARED_SCORE),
                    hessians.result(EstimatorKind.NEGATIVE_HESSIAN),
                    matrixVariance / ((double) samples * samples),
                    config.confidence());
        }

        /** One estimator: deviations from the exact value, so that small variances are not lost. */
        private final class Side {
            private final double[] predicted;
            private final double[] deviation;
            private final double[] measured;
            private final double[] sum;
            private final double[] squares;
            private double predictedTrace;
            private double deviationTrace;
            private double measuredTrace;
            private double sumTrace;
            private double squaresTrace;

            Side(int parameters) {
                this.predicted = new double[parameters];
                this.deviation = new double[parameters];
                this.measured = new double[parameters];
                this.sum = new double[parameters];
                this.squares = new double[parameters];
            }

            void beginSample() {
                Arrays.fill(sum, 0);
                Arrays.fill(squares, 0);
                sumTrace = 0;
                squaresTrace = 0;
            }

            void add(int i, double v) {
                sum[i] += v;
                squares[i] += v * v;
            }

            void addTrace(double v) {
                sumTrace += v;
                squaresTrace += v * v;
            }

            void endSample() {
                for (int i = 0; i < sum.length; i++) {
                    deviation[i] += sum[i] / draws;
                    measured[i] += variance(sum[i], squares[i]);
                }
                deviationTrace += sumTrace / draws;
                measuredTrace += variance(sumTrace, squaresTrace);
            }

            private double variance(double total, double totalSquares) {
                return (totalSquares - total * total / draws) / (draws - 1.0);
            }

            DiagonalEstimate result(EstimatorKind kind) {
                double scale = 1 / ((double) samples * samples * draws);
                double[] diagonal = new double[sum.length];
                double[] predictions = new double[sum.length];
                double[] measurements = new double[sum.length];
                for (int i = 0; i < sum.length; i++) {
                    diagonal[i] = exact[i] + deviation[i] / samples;
                    predictions[i] = scale * predicted[i];
                    measurements[i] = scale * measured[i];
                }
                double center = trace + deviationTrace / samples;
                double half = Math.sqrt(2 * scale * predictedTrace) * InverseErf.value(config.confidence());
                return new DiagonalEstimate(
                        kind,
                        draws,
                        new DiagonalEstimate.Entries(
                                RealVector.of(diagonal), RealVector.of(predictions), RealVector.of(measurements)),
                        new DiagonalEstimate.Trace(
                                center, scale * predictedTrace, scale * measuredTrace, center - half, center + half));
            }
        }
    }
}
