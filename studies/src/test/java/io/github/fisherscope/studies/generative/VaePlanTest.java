package io.github.fisherscope.studies.generative;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.studies.plan.MemoryLimitException;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaePlanTest {
    /** 784-400-(20+20) and 20-400-784: 314 000 + 16 040 and 8 400 + 314 384 parameters. */
    @Test
    void whatDoesNotFitIsNamedWithItsParameters() {
        assertThatCode(() -> VaePlan.requireFits(List.of(784, 400, 20), 10_000, 2L << 30))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> VaePlan.requireFits(List.of(784, 400, 20), 10_000, 300L << 20))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("an autoencoder of 652824 parameters needs")
                .hasMessageContaining("allows 300m; use fewer hidden units or latents");
    }

    @Test
    void moreThanAnArrayHoldsIsRefusedWhateverTheMemory() {
        assertThatThrownBy(() -> VaePlan.requireFits(List.of(64, 60_000, 20_000), 240, Long.MAX_VALUE))
                .hasMessageContaining("3607840064 parameters, more than an array holds");
    }
}
