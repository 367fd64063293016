package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans of networks of any layers; the one here has P = 32 parameters and two outputs. */
class GraphPlanTest {
    private static final MemoryLimits PLENTY = MemoryLimits.ofHost(1L << 50);

    private static MethodChoice choose(int samples, Method method) {
        return MethodChoice.of(Small.imported(samples).withMethod(method), PLENTY);
    }

    /** 2T rows against 32 parameters: the smaller matrix is solved. */
    @ParameterizedTest
    @CsvSource({
        "3, DUAL, DUAL_HAS_ALL",
        "15, DUAL, DUAL_HAS_ALL",
        "17, DENSE, FISHER_IS_SMALLER",
        "500, DENSE, FISHER_IS_SMALLER"
    })
    void theSmallerSideIsSolved(int samples, Method method, MethodReason.Kind reason) {
        MethodChoice choice = choose(samples, Method.AUTO);
        assertThat(choice.method()).isEqualTo(method);
        assertThat(choice.reason()).isEqualTo(new MethodReason(reason, false, 32, 2L * samples, ProductRoute.NETWORK));
        assertThat(choice.extent().moments()).isEqualTo(MethodChoice.SecondMoment.TILES);
        assertThat(choice.extent().layers()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO"})
    void everyMethodHasARowInTheTableAndTheChosenOneIsMarked(Method method) {
        MethodChoice choice = choose(4, method);
        PlanTable.OfMethods table = (PlanTable.OfMethods) choice.table();
        assertThat(choice.method()).isEqualTo(method);
        assertThat(choice.reason().asked()).isTrue();
        assertThat(table.methods()).hasSize(Method.values().length - 1).allSatisfy(row -> {
            assertThat(row.chosen()).isEqualTo(row.method() == method);
            assertThat(row.flops()).isPositive();
        });
        assertThat(table.routes() == null).isEqualTo(method.direct());
        assertThat(table.parameters()).isEqualTo(32);
        assertThat(table.rows()).isEqualTo(8);
        assertThat(table.memory().total()).isEqualTo(choice.price().bytes());
    }

    /** A density takes probes times steps more products, and nothing else changes. */
    @Test
    void aDensityCostsItsProducts() {
        StudyConfig config = Small.imported(40)
                .withOptions(SpectrumOptions.defaults().withProbes(5).withSteps(30));
        MethodChoice lanczos = MethodChoice.of(config.withMethod(Method.LANCZOS), PLENTY);
        MethodChoice quadrature = MethodChoice.of(config.withMethod(Method.QUADRATURE), PLENTY);
        MethodChoice series = MethodChoice.of(config.withMethod(Method.KERNEL_POLYNOMIAL), PLENTY);
        double product = ((PlanTable.OfMethods) lanczos.table()).product();
        assertThat(lanczos.route()).isEqualTo(ProductRoute.NETWORK);
        assertThat(quadrature.price().flops() - lanczos.price().flops()).isEqualTo(150 * product);
        assertThat(series.price().flops()).isEqualTo(quadrature.price().flops());
        assertThat(lanczos.reason().kind()).isEqualTo(MethodReason.Kind.LARGEST_ONLY);
        assertThat(series.reason().kind()).isEqualTo(MethodReason.Kind.LARGEST_AND_DENSITY);
    }

    /** With few rows the dual matrix is built once, which costs less than going through the network for every product. */
    @Test
    void aSmallDualMatrixIsBuilt() {
        MethodChoice choice = choose(4, Method.QUADRATURE);
        assertThat(choice.route()).isEqualTo(ProductRoute.MATRIX);
        PlanTable.Routes routes = Objects.requireNonNull(((PlanTable.OfMethods) choice.table()).routes());
        assertThat(routes.rows())
                .extracting(PlanTable.RouteRow::route)
                .containsExactly(ProductRoute.NETWORK, ProductRoute.MATRIX);
        assertThat(routes.rows().get(1).total()).isLessThan(routes.rows().get(0).total());
        assertThat(routes.rows().get(1).chosen()).isTrue();
    }

    @Test
    void matricesOfTooManyRowsAreNotBuilt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> choose(10_001, Method.DUAL))
                .withMessageStartingWith("method is dual")
                .withMessageContaining("20002 rows and is limited to 20000");
        assertThat(choose(10_001, Method.DENSE).method()).isEqualTo(Method.DENSE);
    }

    @Test
    void whatDoesNotFitNamesWhatDoes() {
        long lanczos = choose(2000, Method.LANCZOS).price().bytes();
        long dual = choose(2000, Method.DUAL).price().bytes();
        assertThat(dual).isGreaterThan(lanczos);
        StudyConfig config = Small.imported(2000).withMethod(Method.DUAL);
        assertThatThrownBy(() -> MethodChoice.of(config, MemoryLimits.ofHost(dual - 1)))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("the method dual needs " + MemorySize.of(dual))
                .hasMessageContaining("Use the method lanczos, which needs " + MemorySize.of(lanczos));
        assertThatThrownBy(() -> MethodChoice.of(config, MemoryLimits.ofHost(lanczos - 1)))
                .hasMessageContaining(
                        "Use fewer samples, or raise the memory limit to at least " + MemorySize.of(lanczos));
        assertThat(MethodChoice.of(config, MemoryLimits.ofHost(dual)).price().bytes())
                .isEqualTo(dual);
    }

    @ParameterizedTest
    @CsvSource({
        "fisher, full, batch-norm, normalization is batch-norm",
        "input-metric, full, none, matrix is input-metric",
    })
    void otherMatricesAreRefusedByTheirArgument(String matrix, String form, String normalization, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(
                        Small.imported(4).withMatrix(StudiedMatrix.parse(matrix, form, normalization)), PLENTY))
                .withMessageStartingWith(words)
                .withMessageContaining("fully connected networks only");
    }

    @Test
    void theseNetworksAreNotTrained() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(
                        Small.imported(4).withOptions(SpectrumOptions.defaults().withTrainingSteps(3)), PLENTY))
                .withMessageStartingWith("trainingSteps is 3");
    }
}
