package io.github.fisherscope.meanfield.law.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.NormalisationStatistics;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.law.Complex;
import io.github.fisherscope.meanfield.law.LayeredKernelLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law against other derivations: the law of centred networks, moments of pairs, closed quadrature. */
class BulkLimitsTest {
    private static final InputMoments NORMAL = InputMoments.standardNormal();

    private static NetworkSpec spec(String activation, double w, double b, int... widths) {
        return NetworkSpec.of(Activation.parse(activation), w, b, widths);
    }

    /** The model without the blocks' factors and without the spread of pairs. */
    private static BulkModel bare(NetworkSpec spec, double samples) {
        BulkNetwork n = BulkNetwork.of(spec, OrderParameters.of(spec, NORMAL));
        RealVector none = RealVector.of(new double[spec.depth() + 1]);
        BulkModel full = BulkModel.of(n, samples, PairSpread.hidden(n), 12);
        return new BulkModel(n, samples, new PairSpread(none, none), new BlockVariance(0, 0), full.layers());
    }

    /**
     * A centred network of one output and no biases has no backward part, so the equations must be those of the kernel of
     * layers, which are written and solved by other code.
     */
    @ParameterizedTest
    @CsvSource({"identity, 1", "tanh, 2", "erf, 1.5"})
    void centredNetworksOfOneOutputFollowTheKernelOfLayers(String activation, double w) {
        NetworkSpec spec = spec(activation, w, 0, 80, 120, 60, 1).withoutBiases();
        int samples = 70;
        LayeredKernelLaw known = CentredNetworkLaw.of(spec, OrderParameters.of(spec, NORMAL), samples);
        BulkModel model = bare(spec, samples);
        GaussRule one = GaussRule.free(1, 0);
        double height = 0.02;
        double mean = model.network().bulk() / samples;

        for (double x : new double[] {0.3 * mean, mean, 2 * mean, 4 * mean}) {
            double density = new CavitySolver(new IndependentInputs(model, 1, one)).density(x, height);
            Complex expected = known.stieltjes(x, height * mean);
            assertThat(density).isCloseTo(expected.im() / Math.PI, within(2e-5 / mean));
        }
    }

    /**
     * Subtracting the mean over samples removes the outliers and leaves the bulk; its second moment is known from the overlaps of
     * pairs, to first order in 1/M. What the law adds is the variance of the blocks, (1 + shared)(1 + own) on the part below
     * the last layer, and terms of second order: CT/M is small here.
     */
    @ParameterizedTest
    @CsvSource({"tanh, 3, 0.64", "relu, 2, 0.1", "tanh, 2, 0"})
    void secondMomentIsThatOfPairs(String activation, double w, double b) {
        NetworkSpec spec = spec(activation, w, b, 1000, 1000, 2);
        int samples = 100;
        OrderParameters order = OrderParameters.of(spec, NORMAL);
        BulkModel model = BulkModel.of(
                BulkNetwork.of(spec, order), samples, PairSpread.independent(BulkNetwork.of(spec, order)), 12);

        BulkLaw law = new BulkSolver(model, lambda -> new IndependentInputs(model, lambda, model.ownFactor()))
                .solve(BulkSolver.Search.about(model.network().bulk() / samples), 2L * (samples - 1));

        double pairs = NormalisationStatistics.of(spec, order, samples).secondMoment()
                * spec.parameters()
                / (2.0 * (samples - 1));
        double mean = model.network().bulk() / samples;
        double low = model.network().bulkBelowLast() / samples;
        double blocks = (model.blocks().shared() + model.blocks().own()) * low * low;
        double predicted = (pairs + blocks) / (mean * mean) - 1;
        assertThat(law.variance() / (mean * mean)).isCloseTo(predicted, within(0.06 * predicted));
    }

    @Test
    void rulesIntegratePolynomials() {
        GaussRule normal = GaussRule.normal(12);
        GaussRule chi = GaussRule.chiSquare(5, 3);
        GaussRule free = GaussRule.free(24, 0.2);

        assertThat(moment(normal, 2)).isCloseTo(1, within(1e-12));
        assertThat(moment(normal, 8)).isCloseTo(105, within(1e-9));
        assertThat(moment(chi, 1)).isCloseTo(3, within(1e-12));
        assertThat(moment(chi, 4)).isCloseTo(3.0 * 5 * 7 * 9, within(1e-9));
        assertThat(moment(free, 1)).isCloseTo(1, within(1e-9));
        assertThat(moment(free, 2)).isCloseTo(1.2, within(1e-9));
    }

    private static double moment(GaussRule rule, int power) {
        double sum = 0;
        for (int i = 0; i < rule.size(); i++) {
            sum += rule.weight(i) * StrictMath.pow(rule.node(i), power);
        }
        return sum;
    }

    @Test
    void spreadOfPairsIsTheSlopeOfTheKernel() {
        NetworkSpec spec = spec("tanh", 3, 0.64, 50, 60, 70, 80, 2);
        BulkNetwork n = BulkNetwork.of(spec, OrderParameters.of(spec, NORMAL));
        double h = 1e-5;
        BulkNetwork moved = BulkNetwork.of(spec, OrderParameters.of(spec, new InputMoments(1, h)));
        PairSpread all = PairSpread.independent(n);
        PairSpread hidden = PairSpread.hidden(n);

        for (int l = 1; l < 4; l++) {
            double slope = (moved.offDiagonal(l) - n.offDiagonal(l)) / h;
            double inputs = all.kernel().get(l) - hidden.kernel().get(l);
            assertThat(inputs).isCloseTo(slope * slope / 50, within(1e-3 * inputs));
            double back = (moved.order().qTildePair(l) - n.order().qTildePair(l)) / h;
            assertThat(all.backward().get(l)).isCloseTo(back * back / 50, within(1e-3 * back * back / 50));
        }
    }
}
