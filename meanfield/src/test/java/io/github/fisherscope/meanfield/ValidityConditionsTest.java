package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the conditions say must be true of the network at hand. */
class ValidityConditionsTest {
    private static List<ValidityCondition> conditions(String activation, double bias, long samples, int... widths) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse(activation), 2, bias, widths);
        return MeanFieldTheory.predict(spec, InputMoments.standardNormal(), samples)
                .validity();
    }

    /** Without a hidden layer nothing grows with a width, so nothing may be said of outliers, whatever the biases. */
    @ParameterizedTest
    @CsvSource({"tanh,0.64", "tanh,0", "relu,0.3", "relu,0"})
    void withoutAHiddenLayerNothingIsSaidOfOutliers(String activation, double bias) {
        List<ValidityCondition> conditions = conditions(activation, bias, 100, 6, 3);
        assertThat(conditions).extracting(ValidityCondition::name).doesNotContain("outlier-separated");
        assertThat(conditions)
                .filteredOn(c -> c.name().equals("non-centred"))
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.holds()).isFalse();
                    assertThat(c.explanation())
                            .contains("no hidden layer", "no eigenvalue grows")
                            .doesNotContain("κ₂ = 0", "σ_b² = 0", "activation of zero mean");
                });
    }

    @Test
    void theReasonForAMissingOverlapIsTheNetworksOwn() {
        assertThat(explanation(conditions("tanh", 0, 100, 50, 50, 2))).contains("κ₂ = 0: with σ_b² = 0");
        assertThat(explanation(conditions("tanh", 0.5, 100, 50, 50, 2))).startsWith("κ₂ > 0");
        assertThat(explanation(conditions("tanh", 1e-30, 100, 50, 50, 2)))
                .contains("do not overlap")
                .doesNotContain("σ_b² = 0");
    }

    /** The overlap of narrow networks is that of the biases, too; κ₂ is that of weights alone and stands above the sentence. */
    @Test
    void aKappaThatIsNotPositiveIsNotCalledPositive() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 0.9, 0.0086, 6, 9, 7, 3);
        MeanFieldPrediction prediction = MeanFieldTheory.predict(spec, new InputMoments(1.16, -0.0192), 25);
        assertThat(prediction.statistics().leadingOrder().orElseThrow().kappa2())
                .isNegative();
        assertThat(prediction.statistics().gradientOverlap()).isPositive();
        assertThat(explanation(prediction.validity())).doesNotContain("κ₂ > 0").contains("not positive");
    }

    private static String explanation(List<ValidityCondition> conditions) {
        return conditions.stream()
                .filter(c -> c.name().equals("non-centred"))
                .map(ValidityCondition::explanation)
                .findFirst()
                .orElseThrow();
    }
}
