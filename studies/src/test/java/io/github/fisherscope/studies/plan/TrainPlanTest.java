package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainPlanTest {
    private static final double MIB = 0x1p20;

    private static TrainPlan plan(int samples, int... widths) {
        List<Integer> all = Arrays.stream(widths).boxed().toList();
        return TrainPlan.of(StudyConfig.random(new NetworkSpec(all, new Activation.Tanh(), 1, 0), samples));
    }

    private static Optimizer natural(FisherForm form) {
        return new NaturalGradientDescent(1, form, new FisherInverse.Damped(1e-3));
    }

    @Test
    void anAdaptiveInverseCountsItsSquare() {
        TrainPlan plan = plan(20, 100, 60, 1);
        double p = 100 * 60 + 60 + 61;
        Optimizer adaptive = new AdaptiveNaturalGradient(1, 0.01, Schedule.CONSTANT, Recursion.EXACT, 1);
        double more = plan.bytes(adaptive, 1) - plan.bytes(new GradientDescent(1), 1);
        assertThat(more).isBetween(8 * p * p, 1.3 * 8 * p * p);
    }

    @Test
    void adamCountsTwoVectors() {
        TrainPlan plan = plan(20, 1000, 600, 1);
        double p = 1000 * 600 + 600 + 601;
        double more = plan.bytes(Adam.of(1), 20) - plan.bytes(new GradientDescent(1), 20);
        assertThat(more).isBetween(2 * 8 * p, 1.3 * 2 * 8 * p);
    }

    /** Records look at all samples, steps of natural gradients at those of a batch. */
    @Test
    void aBatchMakesTheStepSmallerAndNotTheRecord() {
        TrainPlan plan = plan(2000, 100, 100, 1);
        Optimizer whole = natural(FisherForm.DUAL);
        double square = 8.0 * 2000 * 2000;
        assertThat((double) plan.bytes(whole, 2000) - plan.bytes(whole, 10)).isBetween(square, 8 * square);
        assertThat(plan.bytes(whole, 10)).isGreaterThan((long) (3 * square));
    }

    @ParameterizedTest
    @EnumSource(
            value = FisherForm.class,
            names = {"IMPLICIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyFormHasAPrice(FisherForm form) {
        TrainPlan plan = plan(50, 300, 200, 5);
        assertThat(plan.bytes(natural(form), 50)).isGreaterThan(plan.bytes(new GradientDescent(1), 50));
    }

    @Test
    void theRefusalNamesSizesAndWhatWouldDo() {
        TrainPlan plan = plan(3000, 100, 200, 10);
        assertThatThrownBy(() -> plan.requireFits(natural(FisherForm.DUAL), 3000, 1L << 30))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("training with natural needs")
                .hasMessageContaining("P = 22210 and n = 30000 rows")
                .hasMessageContaining("the form kronecker");
        assertThatCode(() -> plan.requireFits(natural(FisherForm.KRONECKER), 3000, (long) (1200 * MIB)))
                .doesNotThrowAnyException();
    }
}
