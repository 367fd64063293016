package io.github.fisherscope.meanfield.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ReferenceData;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpectralLawTest {

    private static LayeredKernelLaw centred(String activation, double w, int samples, int... widths) {
        NetworkSpec spec = NetworkSpec.of(ReferenceData.activation(activation), w, 0, widths);
        return CentredNetworkLaw.of(spec, OrderParameters.of(spec, InputMoments.standardNormal()), samples);
    }

    /** From the expansion −z m(z) = 1 + μ₁/z + μ₂/z² + … on the imaginary axis: Re gives 1 − μ₂/y². */
    private static double secondMoment(SpectralLaw law) {
        double y = 1e3 * law.upperEdge();
        Complex m = law.stieltjes(0, y);
        // z m = iy (re + i im): real part −y im = −(1 − μ₂/y² + O(y⁻⁴)).
        return (1 - y * m.im()) * y * y;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1, 3})
    void marchenkoPasturSolvesItsEquationAndHasUnitMassAndMean(double ratio) {
        MarchenkoPastur law = new MarchenkoPastur(ratio, 1);
        Complex m = law.stieltjes(0.7, 0.3);
        Complex z = new Complex(0.7, 0.3);
        Complex equation = z.times(m)
                .times(m)
                .times(ratio)
                .plus(z.plus(ratio - 1).times(m))
                .plus(1);
        assertThat(equation.size()).isLessThan(1e-14);
        DiscreteMeasure rule = law.quadrature(400);
        double mass = 0;
        Complex transform = Complex.ZERO;
        for (int i = 0; i < rule.size(); i++) {
            mass += rule.weight(i);
            transform = transform.plus(Complex.real(rule.weight(i))
                    .over(Complex.real(rule.point(i)).minus(z)));
        }
        assertThat(mass).isCloseTo(1, within(1e-12));
        assertThat(rule.mean()).isCloseTo(1, within(1e-12));
        assertThat(transform.minus(m).size()).isLessThan(1e-12);
        double middle = 0.5 * (law.lowerEdge() + law.upperEdge());
        assertThat(law.smoothedDensity(middle, 1e-9)).isCloseTo(law.density(middle), within(1e-8));
    }

    @ParameterizedTest
    @CsvSource({
        "centred_linear_100, linear, 1, 100, 1000, 2",
        "centred_linear_800, linear, 1, 800, 800, 2",
        "centred_tanh_100, tanh, 2, 100, 1000, 2",
        "centred_erf_900, erf, 3, 900, 600, 1"
    })
    void centredNetworksEndAtTheEdgeAndNotAtTheOutlierFormula(
            String key, String activation, double w, int samples, int width, int hidden) {
        int[] widths = new int[hidden + 2];
        Arrays.fill(widths, width);
        widths[hidden + 1] = 1;
        NetworkSpec spec = NetworkSpec.of(ReferenceData.activation(activation), w, 0, widths);
        MeanFieldPrediction p = MeanFieldTheory.predict(spec, InputMoments.standardNormal(), samples);
        double edge = centred(activation, w, samples, widths).upperEdge();
        double outlier =
                p.statistics().leadingOrder().orElseThrow().statistics().largest();
        double simulated = ReferenceData.number("rmt." + key + ".lmax");
        // The largest of n eigenvalues lies below the edge by a relative O(n^(−2/3)): 0.05 and 0.01 times a constant.
        assertThat(edge / simulated).isBetween(1.0, 1.05);
        assertThat(outlier / simulated).isLessThan(0.7);
        // Not an oracle: for T = M the stored edge lies 0.30 % below ours, and simulations extrapolated in size (see
        // the
        // notes) favour ours; the comparison only guards against gross errors.
        assertThat(edge).isCloseTo(ReferenceData.number("rmt." + key + ".edge"), within(5e-3 * edge));
    }

    /** Two derivations that share nothing: free probability here, linear propagation of pair fluctuations there. */
    @ParameterizedTest
    @CsvSource({"linear, 1, 700", "tanh, 2, 300", "erf, 1.8, 1500"})
    void theSecondMomentOfTheLawIsThePairCorrectedSecondMoment(String activation, double w, int samples) {
        int[] widths = {600, 900, 500, 1};
        NetworkSpec spec = NetworkSpec.of(ReferenceData.activation(activation), w, 0, widths);
        MeanFieldPrediction p = MeanFieldTheory.predict(spec, InputMoments.standardNormal(), samples);
        double weights = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            weights += spec.width(l - 1) * p.order().qTilde(l) * p.order().qHat(l - 1);
        }
        double expected = (weights * weights / samples + p.correction().sameOutput()) / samples;
        LayeredKernelLaw law = centred(activation, w, samples, widths);
        assertThat(law.mean()).isCloseTo(weights / samples, within(1e-12 * weights));
        // tanh and erf lose the parts of V that are not carried by the linear share: below 1 % here.
        double bound = "linear".equals(activation) ? 1e-5 : 0.02;
        assertThat(secondMoment(law)).isCloseTo(expected, within(bound * expected));
    }

    @Test
    void densitiesIntegrateToOne() {
        LayeredKernelLaw law = centred("tanh", 2, 100, 1000, 1000, 1000, 1);
        double edge = law.upperEdge();
        int n = 2000;
        double mass = 0;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            double x = (i + 0.5) * edge / n;
            double d = law.density(x) * edge / n;
            mass += d;
            mean += x * d;
        }
        // Midpoint sums across square-root edges: error O(n^(−3/2)).
        assertThat(mass).isCloseTo(1, within(1e-4));
        assertThat(mean).isCloseTo(law.mean(), within(1e-4 * law.mean()));
        assertThat(law.density(1.01 * edge)).isLessThan(1e-6 / edge);
    }

    @Test
    void oneLinearLayerReducesToProductsOfMarchenkoPasturLaws() {
        LayeredKernelLaw law = new LinearWidthLaw(1, 1, 0.5, RealVector.of(0.5)).conjugateKernel();
        // Second moment of the product of two free Marchenko-Pastur laws of ratios γ and γ₀: 1 + γ + γ₀.
        assertThat(secondMoment(law)).isCloseTo(2, within(1e-4));
        LayeredKernelLaw noise = new LinearWidthLaw(0, 1.3, 0.5, RealVector.of(0.5)).conjugateKernel();
        MarchenkoPastur plain = new MarchenkoPastur(0.5, 1);
        Complex difference = noise.stieltjes(0.8, 0.2).minus(plain.stieltjes(0.8, 0.2));
        assertThat(difference.size()).isLessThan(1e-10);
    }

    @Test
    void tangentKernelHasTheMeanOfItsParts() {
        LinearWidthLaw law = LinearWidthLaw.of(new Activation.Tanh(), 0.7, RealVector.of(0.8, 1.1));
        double a = law.slopeSquare();
        assertThat(law.tangentKernel().mean()).isCloseTo(1 + a + a * a, within(1e-12));
        assertThat(law.conjugateKernel().mean()).isCloseTo(1, within(1e-12));
    }

    @Test
    void linearSingleHiddenLayerHasHalfItsSpectrumAtZeroAndTheRestASum() {
        SingleHiddenLayerLaw law = SingleHiddenLayerLaw.of(new Activation.Identity());
        assertThat(law.atomAtZero()).isEqualTo(0.5);
        assertThat(law.cumulative(1e-9)).isCloseTo(0.5, within(1e-9));
        assertThat(law.upperEdge()).isEqualTo(8);
        Complex z = new Complex(1.5, 0.5);
        DiscreteMeasure mp = new MarchenkoPastur(1, 1).quadrature(300);
        Complex sum = Complex.real(-0.5).over(z);
        for (int i = 0; i < mp.size(); i++) {
            for (int j = 0; j < mp.size(); j++) {
                Complex gap = Complex.real(mp.point(i) + mp.point(j)).minus(z);
                sum = sum.plus(Complex.real(0.5 * mp.weight(i) * mp.weight(j)).over(gap));
            }
        }
        assertThat(law.stieltjes(1.5, 0.5).minus(sum).size()).isLessThan(1e-9);
    }

    @Test
    void singleHiddenLayerLawHasTheMeanOfTheTraceForAnyActivation() {
        for (String name : new String[] {"tanh", "relu", "gelu"}) {
            SingleHiddenLayerLaw law = SingleHiddenLayerLaw.of(Activation.parse(name));
            double y = 1e4;
            Complex m = law.stieltjes(0, y);
            // m(iy) = ∫ (x + iy)/(x² + y²) dμ.
            assertThat(m.re() * y * y).isCloseTo(law.mean(), within(1e-5));
            assertThat(law.cumulative(law.upperEdge())).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void networksThatAreNotCentredAreRefused() {
        assertThatThrownBy(() -> centred("relu", 2, 100, 50, 50, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not centred");
    }

    /** The edge by real arithmetic against the density by complex continuation. */
    @ParameterizedTest
    @CsvSource({"tanh, 100, 300", "tanh, 500, 80", "identity, 90, 200", "erf, 30, 60"})
    void theDensityEndsAtTheEdge(String activation, int samples, int width) {
        LayeredKernelLaw law = centred(activation, 1.7, samples, width, width / 2, width, 1);
        double edge = law.upperEdge();
        // The density rises like a root within: 1e-3 of its size at a distance of 1e-6, and nothing beyond.
        assertThat(law.density(edge * (1 - 1e-6))).isGreaterThan(100 * law.density(edge * (1 + 1e-6)));
    }

    /** Few inputs: five eigenvalues far above the others, with the mean of all in the gap between. */
    @Test
    void theEdgeIsFoundBeyondAGap() {
        LayeredKernelLaw law = centred("identity", 1.7, 800, 5, 100, 1);
        double edge = law.upperEdge();
        assertThat(law.atomAtZero()).isEqualTo(1 - 5 / 800.0);
        assertThat(law.density(law.mean())).isLessThan(1e-6);
        assertThat(law.density(edge * (1 - 1e-6))).isGreaterThan(100 * law.density(edge * (1 + 1e-6)));
        // All of the trace sits in the 5 of 800 eigenvalues beyond the gap, of mean 160 times that of all.
        assertThat(edge / law.mean()).isBetween(160.0, 320.0);
    }

    @Test
    void fiftyLayersHaveAnEdgeAtOnce() {
        int[] widths = new int[51];
        Arrays.fill(widths, 4);
        LayeredKernelLaw law = centred("tanh", 2, 100, widths);
        assertThat(law.upperEdge()).isGreaterThan(law.mean()).isLessThan(100 * law.mean());
    }
}
