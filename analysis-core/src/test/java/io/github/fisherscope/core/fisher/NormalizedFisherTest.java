package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.OutputNormalization.Kind;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalised networks and the feature metric against numerical derivatives. */
class NormalizedFisherTest {
    private static final int SAMPLES = 6;
    private static final int OUTPUTS = 4;

    /** Step of the five-point formula: truncation h⁴/30 · f⁽⁵⁾ and rounding u/h are both about 1e-12. */
    private static final double STEP = 1e-3;

    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    /** Outputs of the normalised network by the definition, entry t·C + k. */
    private static double[] normalized(FisherCase c, NeuralNetwork network, OutputNormalization normalization) {
        double[] f = new double[SAMPLES * OUTPUTS];
        double[] x = new double[c.data().inputs()];
        for (int t = 0; t < SAMPLES; t++) {
            c.data().copyRow(t, x);
            System.arraycopy(network.output(x), 0, f, t * OUTPUTS, OUTPUTS);
        }
        boolean perSample = normalization.kind() == Kind.LAYER_NORM;
        int groups = perSample ? SAMPLES : OUTPUTS;
        int members = perSample ? OUTPUTS : SAMPLES;
        for (int g = 0; g < groups; g++) {
            double mean = 0;
            double variance = normalization.epsilon();
            for (int i = 0; i < members; i++) {
                mean += f[perSample ? g * OUTPUTS + i : i * OUTPUTS + g] / members;
            }
            for (int i = 0; i < members; i++) {
                double d = f[perSample ? g * OUTPUTS + i : i * OUTPUTS + g] - mean;
                variance += d * d / members;
            }
            double scale = normalization.kind() == Kind.MEAN_SUBTRACTION ? 1 : Math.sqrt(variance);
            for (int i = 0; i < members; i++) {
                int at = perSample ? g * OUTPUTS + i : i * OUTPUTS + g;
                f[at] = (f[at] - mean) / scale;
            }
        }
        return f;
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @CsvSource({
        "mean-subtraction, gaussian, EXACT",
        "batch-norm, gaussian, EXACT",
        "batch-norm:0.3, gaussian, EXACT",
        "layer-norm, gaussian, EXACT",
        "layer-norm:0.1, categorical, EXACT",
        "batch-norm, bernoulli, MONTE_CARLO",
        "mean-subtraction, poisson, EMPIRICAL",
    })
    void spectrumIsThatOfTheNumericalJacobianOfNormalisedOutputs(
            String name, String likelihood, LabelExpectation expectation) {
        OutputNormalization normalization = OutputNormalization.parse(name);
        assertThat(normalization.id()).isEqualTo(name);
        FisherRequest request = FisherCase.request(likelihood, expectation, SAMPLES, OUTPUTS);
        FisherCase c = FisherCase.of("tanh", "3,5," + OUTPUTS, SAMPLES, request);
        double[] expected = eigenvalues(c, normalization);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                NormalizedFisher fisher = NormalizedFisher.of(at, request, normalization)) {
            RealVector values = fisher.eigenvalues();
            for (int i = 0; i < Math.max(values.size(), expected.length); i++) {
                double value = i < values.size() ? values.get(i) : 0;
                double reference = i < expected.length ? expected[i] : 0;
                assertThat(value).isCloseTo(reference, within(1e-8 * (1 + expected[0])));
            }
            checkOperator(fisher);
        }
    }

    /** F = (1/T) Σ Jᵀ Q J with J by five-point differences and rows of Q's factor at the normalised outputs. */
    private static double[] eigenvalues(FisherCase c, OutputNormalization normalization) {
        int p = c.parameters();
        double[][] jacobian = new double[SAMPLES * OUTPUTS][p];
        double[] theta = c.network().parameterVector();
        for (int i = 0; i < p; i++) {
            for (int s = -2; s <= 2; s++) {
                double weight = s == 0 ? 0 : Math.signum(s) * (Math.abs(s) == 1 ? 8 : -1) / (12 * STEP);
                double[] moved = theta.clone();
                moved[i] += s * STEP;
                double[] f = normalized(c, c.network().withParameterVector(moved), normalization);
                for (int a = 0; a < f.length; a++) {
                    jacobian[a][i] += weight * f[a];
                }
            }
        }
        double[] f = normalized(c, c.network(), normalization);
        ScoreRows rows = new ScoreRows(c.request(), SAMPLES, OUTPUTS);
        double[] block = new double[rows.perSample() * OUTPUTS];
        RealMatrix fisher = new Array2DRowRealMatrix(p, p);
        for (int t = 0; t < SAMPLES; t++) {
            rows.write(t, Arrays.copyOfRange(f, t * OUTPUTS, (t + 1) * OUTPUTS), block);
            RealMatrix g = new Array2DRowRealMatrix(rows.perSample(), p);
            for (int r = 0; r < rows.perSample(); r++) {
                for (int i = 0; i < p; i++) {
                    for (int k = 0; k < OUTPUTS; k++) {
                        g.addToEntry(r, i, block[r * OUTPUTS + k] * jacobian[t * OUTPUTS + k][i]);
                    }
                }
            }
            fisher = fisher.add(g.transpose().multiply(g).scalarMultiply(1.0 / SAMPLES));
        }
        double[] ascending = new EigenDecomposition(fisher).getRealEigenvalues();
        Arrays.sort(ascending);
        double[] descending = new double[ascending.length];
        for (int i = 0; i < ascending.length; i++) {
            descending[i] = ascending[ascending.length - 1 - i];
        }
        return descending;
    }

    /** The operator's columns are the entries of the matrix. */
    private static void checkOperator(NormalizedFisher fisher) {
        int n = fisher.dimension();
        double[] unit = new double[n];
        double[] column = new double[n];
        double[] row = new double[n];
        try (var gram = fisher.gram()) {
            for (int j = 0; j < n; j++) {
                unit[j] = 1;
                fisher.apply(unit, column);
                unit[j] = 0;
                gram.read(j, 0, row, 0, n);
                for (int i = 0; i < n; i++) {
                    assertThat(column[i]).isCloseTo(row[i], within(1e-11 * (1 + Math.abs(row[i]))));
                }
            }
        }
    }

    @Test
    void normalisationsRemoveTheDirectionsTheyShould() {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        FisherCase c = FisherCase.of("tanh", "8,30," + OUTPUTS, SAMPLES, request);
        assertThat(rank(c, Kind.MEAN_SUBTRACTION)).isEqualTo(OUTPUTS * (SAMPLES - 1));
        assertThat(rank(c, Kind.BATCH_NORM)).isEqualTo(OUTPUTS * (SAMPLES - 2));
        assertThat(rank(c, Kind.LAYER_NORM)).isEqualTo(SAMPLES * (OUTPUTS - 2));
    }

    private static long rank(FisherCase c, Kind kind) {
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                NormalizedFisher fisher = NormalizedFisher.of(at, c.request(), OutputNormalization.of(kind))) {
            RealVector values = fisher.eigenvalues();
            return values.stream().filter(v -> v > 1e-12 * values.get(0)).count();
        }
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource({"gaussian, EXACT", "categorical, EXACT", "bernoulli, EMPIRICAL"})
    void featureMetricIsThatOfNumericalInputDerivatives(String likelihood, LabelExpectation expectation) {
        FisherRequest request = FisherCase.request(likelihood, expectation, SAMPLES, OUTPUTS);
        FisherCase c = FisherCase.of("gelu|erf/10", "3,5," + OUTPUTS, SAMPLES, request);
        ScoreRows rows = new ScoreRows(request, SAMPLES, OUTPUTS);
        double[] block = new double[rows.perSample() * OUTPUTS];
        double trace = 0;
        double[] x = new double[3];
        for (int t = 0; t < SAMPLES; t++) {
            c.data().copyRow(t, x);
            rows.write(t, c.network().output(x), block);
            for (int i = 0; i < 3; i++) {
                double[] derivative = new double[OUTPUTS];
                for (int s = -2; s <= 2; s++) {
                    double weight = s == 0 ? 0 : Math.signum(s) * (Math.abs(s) == 1 ? 8 : -1) / (12 * STEP);
                    double[] moved = x.clone();
                    moved[i] += s * STEP;
                    double[] f = c.network().output(moved);
                    for (int k = 0; k < OUTPUTS; k++) {
                        derivative[k] += weight * f[k];
                    }
                }
                for (int r = 0; r < rows.perSample(); r++) {
                    double product = 0;
                    for (int k = 0; k < OUTPUTS; k++) {
                        product += block[r * OUTPUTS + k] * derivative[k];
                    }
                    trace += product * product / SAMPLES;
                }
            }
        }
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                FeatureMetric inputs = FeatureMetric.ofInputs(at, request);
                FeatureMetric all = FeatureMetric.of(at, request)) {
            assertThat(inputs.dimension()).isEqualTo(3);
            assertThat(all.dimension()).isEqualTo(8);
            assertThat(inputs.trace()).isCloseTo(trace, within(1e-9 * (1 + trace)));
            assertThat(all.trace()).isGreaterThan(inputs.trace());
            RealVector values = all.eigenvalues();
            assertThat(values.sum()).isCloseTo(all.trace(), within(1e-12 * all.trace()));
            assertThat(values.stream().map(v -> v * v).sum())
                    .isCloseTo(all.squaredNorm(), within(1e-12 * all.squaredNorm()));
        }
    }

    /** Two numbers of mean 0 and variance 1 are −1 and 1 whatever the network is, so nothing changes them. */
    @ParameterizedTest
    @CsvSource({"layer-norm, '6,9,2', 5", "batch-norm, '6,9,3', 2"})
    void twoNormalisedNumbersAreConstant(String normalization, String widths, int samples) {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        FisherCase c = FisherCase.of("tanh", widths, samples, request);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                NormalizedFisher exact = NormalizedFisher.of(at, request, OutputNormalization.parse(normalization));
                NormalizedFisher softened =
                        NormalizedFisher.of(at, request, OutputNormalization.parse(normalization + ":0.1"))) {
            assertThat(exact.eigenvalues().stream().toArray()).containsOnly(0);
            assertThat(softened.eigenvalues().get(0)).isPositive();
        }
    }

    @Test
    void constantOutputsAndUnknownNamesAreRefused() {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        FisherCase c = FisherCase.of("tanh", "3,5,1", 1, request);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend)) {
            assertThatThrownBy(() -> NormalizedFisher.of(at, request, OutputNormalization.parse("batch")))
                    .hasMessageContaining("output 0 (from 0) does not vary");
        }
        assertThatThrownBy(() -> OutputNormalization.parse("group"))
                .hasMessageContaining("one of mean-subtraction, batch-norm");
        assertThatThrownBy(() -> OutputNormalization.parse("batch:x")).hasMessageContaining("not a number");
        assertThatThrownBy(() -> OutputNormalization.parse("batch:-1")).hasMessageContaining("epsilon is -1");
    }
}
