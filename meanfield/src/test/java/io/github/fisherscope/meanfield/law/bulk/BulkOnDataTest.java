package io.github.fisherscope.meanfield.law.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ValidityCondition;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.meanfield.kernel.LayerKernels;
import io.github.fisherscope.meanfield.kernel.LayerKernels.Kind;
import io.github.fisherscope.meanfield.law.Complex;
import java.util.Arrays;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

/** The law on given inputs. */
class BulkOnDataTest {
    private static final int SAMPLES = 30;
    private static final int INPUTS = 12;

    /** Inputs of unequal lengths that overlap: a common part, and coordinates of unequal scale. */
    private static RealVector gram() {
        double[] x = new double[SAMPLES * INPUTS];
        var normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(5L));
        for (int i = 0; i < x.length; i++) {
            x[i] = 0.4 + normal.sample() * (0.4 + 1.2 * (i % INPUTS) / INPUTS);
        }
        return InfiniteWidthKernel.gram(RealVector.of(x), INPUTS);
    }

    private static NetworkSpec spec(String activation, int width, int outputs) {
        return NetworkSpec.of(Activation.parse(activation), 2, 0.2, INPUTS, width, width, outputs);
    }

    @Test
    void layersAddUpToTheKernel() {
        NetworkSpec spec = spec("tanh", 50, 2);
        RealVector gram = gram();

        LayerKernels layers = LayerKernels.of(spec, gram);

        InfiniteWidthKernel whole = InfiniteWidthKernel.of(spec, gram);
        double sum = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            RealVector back = layers.entries(Kind.SENSITIVITIES, l);
            RealVector forward = layers.entries(Kind.ACTIVATIONS, l - 1);
            sum += back.get(7) * (spec.width(l - 1) * forward.get(7) + 1);
        }
        assertThat(layers.entries(Kind.KERNEL, spec.depth()).get(7)).isCloseTo(whole.entry(0, 7), within(1e-12 * sum));
        assertThat(sum).isCloseTo(whole.entry(0, 7), within(1e-12 * sum));
    }

    /** At infinite width the transform is that of the kernel's own eigenvalues, whatever the inputs. */
    @Test
    void wideNetworksHaveTheSpectrumOfTheKernel() {
        for (String activation : new String[] {"relu", "tanh"}) {
            NetworkSpec spec = spec(activation, 10_000_000, 3);
            LayerKernels kernels = LayerKernels.of(spec, gram());
            InputMoments moments =
                    new InputMoments(kernels.diagonalMean(Kind.ACTIVATIONS, 0), kernels.pairMean(Kind.ACTIVATIONS, 0));
            BulkNetwork n = BulkNetwork.of(spec, OrderParameters.of(spec, moments));
            BulkModel model = BulkModel.of(n, SAMPLES, PairSpread.onData(n, kernels), 12);
            DataProfiles profiles = DataProfiles.of(n, kernels, 1);
            GivenInputs equations = new GivenInputs(model, 1, model.ownFactor(), profiles);
            double height = 0.05;
            double mean = n.bulk() / SAMPLES;

            for (double x : new double[] {0.5 * mean, mean, 2 * mean}) {
                double density = new CavitySolver(equations).density(x, height);
                Complex z = new Complex(x, height * mean);
                double expected = profiles.kernel().stream()
                        .map(e -> Complex.real(e / SAMPLES).minus(z).inverse().im() / Math.PI)
                        .average()
                        .orElseThrow();
                assertThat(density).isCloseTo(expected, within(1e-3 * expected));
            }
        }
    }

    /** The mean is the trace of the kernel without the outlier; the rest of the law only widens the spectrum. */
    @Test
    void theLawIsWiderThanTheKernelAndHasItsMean() {
        NetworkSpec spec = spec("gelu", 60, 2);

        BulkLaw law = FiniteWidthLaw.onData(spec, gram()).law().orElseThrow();

        double[] kernel = InfiniteWidthKernel.of(spec, gram()).eigenvalues().stream()
                .skip(1)
                .toArray();
        double mean = Arrays.stream(kernel).average().orElseThrow();
        assertThat(law.mean()).isCloseTo(mean, within(0.02 * mean));
        assertThat(law.smallest()).isLessThan(kernel[kernel.length - 1]);
        assertThat(law.largest()).isGreaterThan(kernel[0]);
        assertThat(law.count()).isEqualTo(2L * (SAMPLES - 1));
    }

    @Test
    void saysThatEndsAreRoughAndThatCopiesHaveNoLaw() {
        BulkPrediction rough = FiniteWidthLaw.onData(spec("tanh", 60, 1), gram());
        assertThat(rough.cautions().stream().filter(c -> !c.holds()).map(ValidityCondition::name))
                .contains("ends-on-data");

        double[] equal = gram().toArray();
        for (int t = 0; t < SAMPLES; t++) {
            equal[SAMPLES + t] = equal[t];
        }
        for (int t = 0; t < SAMPLES; t++) {
            equal[t * SAMPLES + 1] = equal[t * SAMPLES];
        }
        BulkPrediction none = FiniteWidthLaw.onData(spec("tanh", 60, 1), RealVector.of(equal));
        assertThat(none.law()).isEmpty();
        assertThat(none.demands().stream().filter(c -> !c.holds()).map(ValidityCondition::name))
                .containsExactly("different-samples");
    }
}
