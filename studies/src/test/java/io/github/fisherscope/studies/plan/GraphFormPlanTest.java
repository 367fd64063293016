package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Forms of networks of any layers, here with tensors of 5 × 3, 5, 2 × 5 and 2 numbers, P = 32 of them, and n = 8 rows of four
 * samples with two outputs.
 */
class GraphFormPlanTest {
    private static final MemoryLimits PLENTY = MemoryLimits.ofHost(1L << 50);

    private static StudyConfig config(String form) {
        return Small.imported(4).withMatrix(StudiedMatrix.parse("fisher", form, "none"));
    }

    private static MethodChoice choose(String form) {
        return MethodChoice.of(config(form), PLENTY);
    }

    /**
     * Numbers beside those of the diagonal. Layers: 3 Σ min(n, size)² = 3 (64 + 25 + 64 + 4). Units: 2 Σ out · fan · min(n, fan)
     * = 2 (45 + 5 + 50 + 2), and n P. Kronecker: 4 Σ (out² + fan²) = 4 (34 + 26 + 29 + 5), and 2 P.
     */
    @ParameterizedTest
    @CsvSource({"layers, 471", "units, 460", "kronecker, 440", "eigen-kronecker, 440", "kronecker:reduce, 440"})
    void memoryIsThatCountedByHand(String form, long numbers) {
        long more = choose(form).price().bytes() - choose("diagonal").price().bytes();
        assertThat(more).isEqualTo(8 * (numbers - 32));
    }

    /** Layers: 3.3 Σ min(n, size)³ = 3.3 (512 + 125 + 512 + 8). Kronecker: 9 Σ (out³ + fan³) = 9 (152 + 126 + 133 + 9). */
    @ParameterizedTest
    @CsvSource({"layers, 3818.1", "kronecker, 3780"})
    void workIsThatCountedByHand(String form, double flops) {
        double more = choose(form).price().flops() - choose("diagonal").price().flops();
        assertThat(more).isCloseTo(flops, within(1e-6));
    }

    /** Eigenvalues of the factors are found again in the eigenbasis, which takes 2 n Σ size (out + fan) more. */
    @Test
    void theEigenbasisCostsItsProjections() {
        double more =
                choose("ekfac").price().flops() - choose("kronecker").price().flops();
        assertThat(more).isCloseTo(16 * (15 * 8 + 5 * 6 + 10 * 7 + 2 * 3), within(1e-6));
    }

    @ParameterizedTest
    @CsvSource({"layers", "units", "diagonal", "kronecker", "ekfac:reduce"})
    void allEigenvaluesOfAFormAreFoundDirectly(String form) {
        MethodChoice choice = choose(form);
        StudiedMatrix matrix = config(form).matrix();
        assertThat(choice.direct()).isTrue();
        assertThat(choice.methodOf(matrix)).isEqualTo("direct");
        assertThat(choice.reason())
                .isEqualTo(new MethodReason(MethodReason.Kind.DIRECT_BY_BLOCKS, false, 32, 8, ProductRoute.NETWORK));
        assertThat(((PlanTable.OfOneMatrix) choice.table()).matrix()).isEqualTo("form " + matrix.form());
    }

    @Test
    void whatDoesNotFitIsRefusedByTheByte() {
        long bytes = choose("layers").price().bytes();
        assertThat(MethodChoice.of(config("layers"), MemoryLimits.ofHost(bytes))
                        .price()
                        .bytes())
                .isEqualTo(bytes);
        assertThatThrownBy(() -> MethodChoice.of(config("layers"), MemoryLimits.ofHost(bytes - 1)))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("form layers needs " + MemorySize.of(bytes))
                .hasMessageContaining("the form diagonal");
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO"})
    void methodsAreForTheWholeMatrix(Method method) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(config("layers").withMethod(method), PLENTY))
                .withMessageStartingWith("method is " + method.id())
                .withMessageContaining("form layers");
    }

    @Test
    void neighboursNeedLayersInOneLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose("block-tridiagonal"))
                .withMessageStartingWith("form is block-tridiagonal")
                .withMessageContaining("layers in one line");
    }

    /** How positions enter the factors is said for both kinds of Kronecker factors, and differently. */
    @ParameterizedTest
    @CsvSource({"kronecker", "eigen-kronecker"})
    void conventionsSayHowPositionsEnter(String form) {
        FisherRequest exact = FisherRequest.exact(new Likelihood.Gaussian(1));
        String expand = StudiedMatrix.parse("fisher", form, "none").conventionsOfGraph(exact, 9);
        String reduce = StudiedMatrix.parse("fisher", form + ":reduce", "none").conventionsOfGraph(exact, 9);
        assertThat(expand).contains("means over samples and positions").doesNotContain("mean input");
        assertThat(reduce).contains("the mean input and the sum of the sensitivities over positions");
        assertThat(StudiedMatrix.parse("fisher", form + ":reduce", "none").form())
                .isEqualTo(form + ":reduce");
    }
}
