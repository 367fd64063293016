package io.github.fisherscope.meanfield.gaussian;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.ExpectationShift;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** How often expectations are evaluated, which is what theory costs. */
class MemoTest {
    private static MeanFieldPrediction predict(String activation, int depth) {
        int[] widths = new int[depth + 1];
        Arrays.fill(widths, 50);
        return MeanFieldTheory.predict(
                NetworkSpec.of(Activation.parse(activation), 2, 0.5, widths), InputMoments.standardNormal(), 100);
    }

    @Test
    void equalArgumentsAreEvaluatedOnce() {
        Memo<Double> memo = new Memo<>((a, b) -> a * b);
        double first = memo.get(2, 3);
        assertThat(memo.get(2, 3)).isEqualTo(first).isEqualTo(6);
        assertThat(memo.evaluations()).isEqualTo(1);
        memo.get(2, -3);
        assertThat(memo.evaluations()).isEqualTo(2);
    }

    @Test
    void whatIsRememberedIsBounded() {
        Memo<Double> memo = new Memo<>(Double::sum);
        for (int i = 0; i <= Memo.MOST; i++) {
            memo.get(i, 0);
        }
        memo.get(0, 0);
        assertThat(memo.evaluations()).isEqualTo(Memo.MOST + 2);
    }

    /** A thousand layers at a fixed point cost what those before it do, for prediction and allowances alike. */
    @Test
    void layersAtAFixedPointCostNothing() {
        GaussianExpectation of = GaussianExpectation.of(Activation.parse("erf:1.37"));
        MeanFieldPrediction p = predict("erf:1.37", 300);
        ExpectationShift.of(p);
        long deep = of.pairEvaluations();
        assertThat(p.order().q(300)).isEqualTo(p.order().q(299));
        assertThat(deep).isPositive();

        ExpectationShift.of(predict("erf:1.37", 1000));
        assertThat(of.pairEvaluations() - deep).isLessThanOrEqualTo(deep / 20);
    }

    /** Scatter, correction and allowances of seven statistics ask for the same expectations. */
    @Test
    void aSecondAllowanceCostsNothing() {
        GaussianExpectation of = GaussianExpectation.of(Activation.parse("erf:1.38"));
        MeanFieldPrediction p = predict("erf:1.38", 4);
        ExpectationShift.of(p);
        long once = of.pairEvaluations();
        for (int i = 0; i < 7; i++) {
            ExpectationShift.of(p);
        }
        assertThat(of.pairEvaluations()).isEqualTo(once);
        // Three layers: overlaps of the pair and of two moved inputs, moments of the pair and of a sample with itself,
        // the
        // diagonal of erf at each variance, and the phase.
        assertThat(once).isLessThan(80);
    }
}
