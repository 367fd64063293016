package io.github.fisherscope.core.fisher.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherCase;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases in which K-FAC is the layer's block, and how far it is from it in others. */
class KroneckerFormTest {
    private static Backend backend() {
        return Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    /** ‖A − B‖ by the difference of columns. */
    private static double distance(FisherMatrix a, FisherMatrix b) {
        int m = a.dimension();
        double[] unit = new double[m];
        double[] first = new double[m];
        double[] second = new double[m];
        double sum = 0;
        for (int j = 0; j < m; j++) {
            unit[j] = 1;
            a.apply(unit, first);
            b.apply(unit, second);
            unit[j] = 0;
            for (int i = 0; i < m; i++) {
                sum += (first[i] - second[i]) * (first[i] - second[i]);
            }
        }
        return Math.sqrt(sum);
    }

    @ParameterizedTest(name = "{0}, {1}, T = {2}: layers {3} exact")
    @CsvSource({
        "identity, gaussian, 7, 123", // B_t is the same for all samples
        "tanh, gaussian, 7, 3", // the last layer's B_t is the identity
        "relu, categorical, 1, 123", // one sample
        "gelu, poisson, 1, 123",
        "tanh, categorical, 7, 0",
        "identity, categorical, 7, 0",
        "identity, bernoulli, 7, 0",
    })
    void kroneckerFormIsTheBlockExactlyWhereTheConditionSays(
            String activation, String likelihood, int samples, String exactLayers) {
        FisherRequest request = FisherRequest.exact(Likelihood.parse(likelihood));
        FisherCase c = FisherCase.of(activation, "4,5,4,3", samples, request);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                FisherMatrix blocks = FisherForms.of(FisherForm.LAYERS, at, request);
                FisherMatrix kronecker = FisherForms.of(FisherForm.KRONECKER, at, request);
                FisherMatrix corrected = FisherForms.of(FisherForm.EIGEN_KRONECKER, at, request);
                ScoreJacobian jacobian = ScoreJacobian.of(at, request)) {
            for (int l = 1; l <= 3; l++) {
                FisherMatrix block = blocks.blocks().get(l - 1);
                double size = Math.sqrt(block.squaredNorm());
                FisherMatrix form = kronecker.blocks().get(l - 1);
                double distance = distance(form, block);
                // centred inner products are accurate to about √u of the norm
                assertThat(distanceToBlock(jacobian, l)).isCloseTo(distance, within(1e-7 * size));
                if (exactLayers.contains(Integer.toString(l))) {
                    assertThat(distance).isLessThan(1e-13 * size);
                } else {
                    assertThat(distance).isGreaterThan(1e-3 * size);
                    assertThat(distance(corrected.blocks().get(l - 1), block)).isLessThan(distance);
                }
                assertThat(corrected.blocks().get(l - 1).trace())
                        .isCloseTo(block.trace(), within(1e-12 * (1 + block.trace())));
            }
        }
    }

    @Test
    void blocksAreTheLayersInOrder() {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        FisherCase c = FisherCase.of("tanh", "4,5,4,3", 3, request);
        try (Backend backend = backend();
                Linearization at = Linearization.of(c.network(), c.data(), backend);
                FisherMatrix layers = FisherForms.of(FisherForm.LAYERS, at, request);
                FisherMatrix units = FisherForms.of(FisherForm.UNITS, at, request)) {
            assertThat(layers.blocks().stream().mapToInt(FisherMatrix::dimension))
                    .containsExactly(25, 24, 15);
            assertThat(units.blocks()).hasSize(12);
            assertThat(units.blocks().stream().mapToInt(FisherMatrix::dimension).boxed())
                    .isEqualTo(IntStream.of(5, 5, 5, 5, 5, 6, 6, 6, 6, 5, 5, 5)
                            .boxed()
                            .toList());
        }
    }

    /** ‖F_l − B ⊗ A‖ from centred inner products, {@code (1/T²) Σ ⟨B_s − B, B_t − B⟩ ⟨A_s − A, A_t − A⟩}. */
    private static double distanceToBlock(ScoreJacobian jacobian, int layer) {
        int samples = jacobian.samples();
        double[][] alpha = new double[samples][samples];
        double[][] beta = new double[samples][samples];
        Backend backend = jacobian.backend();
        double[] row = new double[samples];
        try (Matrix products = backend.allocate(jacobian.rows(), jacobian.rows())) {
            backend.multiplySelfTransposed(1, jacobian.sensitivities(layer), 0, products);
            for (int i = 0; i < jacobian.rows(); i++) {
                for (int r = 0; r < jacobian.rowsPerSample(); r++) {
                    products.read(i, (long) r * samples, row, 0, samples);
                    for (int t = 0; t < samples; t++) {
                        beta[i % samples][t] += row[t] * row[t];
                    }
                }
            }
        }
        for (int s = 0; s < samples; s++) {
            jacobian.inputGram(layer).read(s, 0, row, 0, samples);
            for (int t = 0; t < samples; t++) {
                alpha[s][t] = row[t] * row[t];
            }
        }
        centre(alpha);
        centre(beta);
        double sum = 0;
        for (int s = 0; s < samples; s++) {
            for (int t = 0; t < samples; t++) {
                sum += alpha[s][t] * beta[s][t];
            }
        }
        return Math.sqrt(Math.max(sum, 0)) / samples;
    }

    /** Subtracts means of rows and columns: ⟨X_s, X_t⟩ becomes ⟨X_s − X̄, X_t − X̄⟩. */
    private static void centre(double[][] m) {
        int n = m.length;
        double[] means = new double[n];
        double mean = 0;
        for (int s = 0; s < n; s++) {
            for (double v : m[s]) {
                means[s] += v / n;
            }
            mean += means[s] / n;
        }
        for (int s = 0; s < n; s++) {
            for (int t = 0; t < n; t++) {
                m[s][t] += mean - means[s] - means[t];
            }
        }
    }
}
