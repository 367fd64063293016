package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Plans of other matrices than the whole one of dense layers, and of other places than one process. */
class OtherPlansTest {
    private static final long MIB = 1L << 20;
    private static final MemoryLimits PLENTY = MemoryLimits.ofHost(1L << 50);

    private static StudyConfig hessian(Method method) {
        Dataset data = Small.labelled(4, Labels.Classes.of(3, 0, 1), 1, 2, 3, 4, 5, 6, 7, 8);
        return Small.random(2)
                .withInputs(new InputSource.Given(data))
                .withLikelihood(new Likelihood.Categorical())
                .withMatrix(new StudiedMatrix.Hessian())
                .withMethod(method);
    }

    private static StudyConfig form(String name) {
        return Small.random(5).withMatrix(StudiedMatrix.parse("fisher", name, "none"));
    }

    private static StudyConfig divided(int samples, Method method, String master, int partitions, long memory) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 100, 200, 200, 10);
        return StudyConfig.random(spec, samples)
                .withMethod(method)
                .withExecution(
                        Small.ONE_THREAD.withEngine(new EngineChoice("spark", master, partitions, memory, null)));
    }

    /** P = 51: one product takes 16 T P = 1632 flops, so that the matrix is built and solved. */
    @Test
    void aSmallHessianIsSolvedCompletely() {
        MethodChoice choice = MethodChoice.of(hessian(Method.AUTO), PLENTY);
        assertThat(choice.method()).isEqualTo(Method.DENSE);
        assertThat(choice.reason())
                .isEqualTo(new MethodReason(MethodReason.Kind.HESSIAN_HAS_ALL, false, 51, 6, ProductRoute.NETWORK));
        assertThat(choice.price().flops()).isEqualTo(2 * 51 * 1632.0 + 3.3 * 51 * 51 * 51);
        PlanTable.OfHessian table = (PlanTable.OfHessian) choice.table();
        assertThat(table.parameters()).isEqualTo(51);
        assertThat(table.product()).isEqualTo(1632);
        assertThat(table.bytes()).isEqualTo(choice.price().bytes());
    }

    /** Both ends of H and of R: four times 20 + 5C products; then probes times steps, or two probes for moments. */
    @Test
    void iterativeMethodsOfTheHessianCountTheirProducts() {
        SpectrumOptions options = SpectrumOptions.defaults().withProbes(6).withSteps(30);
        MethodChoice lanczos = MethodChoice.of(hessian(Method.LANCZOS).withOptions(options), PLENTY);
        MethodChoice quadrature = MethodChoice.of(hessian(Method.QUADRATURE).withOptions(options), PLENTY);
        assertThat(lanczos.price().flops()).isEqualTo((4 * 35 + 2 * 6) * 1632.0);
        assertThat(quadrature.price().flops()).isEqualTo((4 * 35 + 6 * 30) * 1632.0);
        assertThat(lanczos.reason().kind()).isEqualTo(MethodReason.Kind.HESSIAN_ENDS);
        assertThat(quadrature.reason().kind()).isEqualTo(MethodReason.Kind.HESSIAN_ENDS_AND_DENSITY);
        assertThat(quadrature.reason().asked()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"DUAL, without negative", "SUBSPACE, without negative", "KERNEL_POLYNOMIAL, smears"})
    void methodsForOtherMatricesAreRefusedForTheHessian(Method method, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(hessian(method), PLENTY))
                .withMessageStartingWith("method is " + method.id())
                .withMessageContaining(why)
                .withMessageContaining("quadrature");
    }

    @Test
    void theHessianNeedsLabelsOfTheDataAndNoOtherAverage() {
        StudyConfig unlabelled = hessian(Method.AUTO).withInputs(new InputSource.Given(Small.rows(4, 1, 2, 3, 4)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(unlabelled, PLENTY))
                .withMessageContaining("needs labels and there are none");
        StudyConfig drawn =
                hessian(Method.AUTO).withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 2, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(drawn, PLENTY))
                .withMessageContaining("plays no part in the Hessian");
        // sizes alone can be planned for before the data are there
        assertThat(MethodChoice.of(hessian(Method.AUTO).withInputs(new InputSource.StandardNormal(9)), PLENTY)
                        .method())
                .isEqualTo(Method.DENSE);
    }

    @Test
    void aHessianThatDoesNotFitNamesWhatDoes() {
        NetworkSpec wide = NetworkSpec.of(new Activation.Tanh(), 2, 0.3, 1000, 3000, 3);
        StudyConfig config = StudyConfig.random(wide, 10)
                .withMatrix(new StudiedMatrix.Hessian())
                .withOptions(SpectrumOptions.defaults().withSteps(200))
                .withExecution(Small.ONE_THREAD);
        assertThatThrownBy(() -> MethodChoice.of(config.withMethod(Method.DENSE), PLENTY))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("would have 3012003 rows");
        long lanczos = MethodChoice.of(config.withMethod(Method.LANCZOS), PLENTY)
                .price()
                .bytes();
        MemoryLimits enough = MemoryLimits.ofHost(lanczos);
        assertThat(MethodChoice.of(config.withMethod(Method.LANCZOS), enough).method())
                .isEqualTo(Method.LANCZOS);
        assertThatThrownBy(() -> MethodChoice.of(config.withMethod(Method.QUADRATURE), enough))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("use the method lanczos, which needs " + MemorySize.of(lanczos));
        assertThatThrownBy(() -> MethodChoice.of(config.withMethod(Method.LANCZOS), MemoryLimits.ofHost(lanczos - 1)))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("use fewer samples or narrower layers");
    }

    @ParameterizedTest
    @CsvSource({"layers", "units", "diagonal", "kronecker", "eigen-kronecker", "block-tridiagonal"})
    void formsAreSolvedDirectlyByTheirBlocks(String name) {
        StudyConfig config = form(name);
        MethodChoice choice = MethodChoice.of(config, PLENTY);
        assertThat(choice.direct()).isTrue();
        assertThat(choice.methodOf(config.matrix())).isEqualTo("direct");
        assertThat(choice.reason().kind()).isEqualTo(MethodReason.Kind.DIRECT_BY_BLOCKS);
        assertThat(((PlanTable.OfOneMatrix) choice.table()).matrix()).isEqualTo("form " + name);
        long bytes = choice.price().bytes();
        assertThat(MethodChoice.of(config, MemoryLimits.ofHost(bytes)).price().bytes())
                .isEqualTo(bytes);
        assertThatThrownBy(() -> MethodChoice.of(config, MemoryLimits.ofHost(bytes - 1)))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("form " + name + " needs " + MemorySize.of(bytes))
                .hasMessageContaining("the memory limit allows");
        assertThatThrownBy(() -> MethodChoice.of(config, new MemoryLimits(1L << 50, bytes - 1)))
                .hasMessageContaining("the device has");
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AUTO"})
    void methodsAreForTheWholeMatrix(Method method) {
        StudyConfig metric =
                Small.random(5).withMatrix(new StudiedMatrix.Metric(true)).withMethod(method);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(metric, PLENTY))
                .withMessageStartingWith("method is " + method.id())
                .withMessageContaining("matrix input-metric");
        StudyConfig normalized = Small.random(5)
                .withMatrix(StudiedMatrix.parse("fisher", "full", "layer-norm"))
                .withMethod(method);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(normalized, PLENTY))
                .withMessageContaining("normalization layer-norm");
    }

    @Test
    void anEngineHasTheProductsAlone() {
        MethodChoice auto = MethodChoice.of(divided(10_000, Method.AUTO, "spark://a:1", 50, 4096 * MIB), PLENTY);
        assertThat(auto.method()).isEqualTo(Method.QUADRATURE);
        assertThat(auto.streamed()).isTrue();
        assertThat(auto.reason().kind()).isEqualTo(MethodReason.Kind.DIVIDED_AND_DENSITY);
        PlanTable.OfEngine table = (PlanTable.OfEngine) auto.table();
        assertThat(table.partitions()).isEqualTo(50);
        assertThat(table.engine()).isEqualTo("spark, master spark://a:1");
        assertThat(auto.extent().eigenvectors()).isFalse();
        for (Method direct : List.of(Method.DENSE, Method.DUAL)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> MethodChoice.of(divided(10_000, direct, "local", 2, 4096 * MIB), PLENTY))
                    .withMessageStartingWith("method is " + direct.id())
                    .withMessageContaining("use lanczos");
        }
    }

    @Test
    void whatAnEngineDoesNotMeasureIsRefusedByName() {
        StudyConfig study = divided(1000, Method.AUTO, "local", 2, 4096 * MIB);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        MethodChoice.of(study.withMatrix(StudiedMatrix.parse("fisher", "diagonal", "none")), PLENTY))
                .withMessageStartingWith("engine is spark");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(
                        study.withOptions(SpectrumOptions.defaults().withTrainingSteps(5)), PLENTY))
                .withMessageStartingWith("trainingSteps is 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MethodChoice.of(Small.imported(5).withExecution(study.execution()), PLENTY))
                .withMessageStartingWith("engine is spark")
                .withMessageContaining("chains of dense layers");
    }

    /** What is named must be enough, and one part less must not be. */
    @Test
    void tooSmallExecutorsAreToldTheFewestParts() {
        long memory = 420 * MIB;
        StudyConfig few = divided(200_000, Method.LANCZOS, "spark://a:1", 2, memory);
        String[] message = {""};
        assertThatThrownBy(() -> MethodChoice.of(few, PLENTY))
                .isInstanceOf(MemoryLimitException.class)
                .satisfies(e -> message[0] = String.valueOf(e.getMessage()));
        assertThat(message[0]).contains("one of 2 parts").contains("it has 420m");
        int parts = Integer.parseInt(message[0].replaceAll(".*use at least ([0-9]+) partitions.*", "$1"));
        assertThat(MethodChoice.of(divided(200_000, Method.LANCZOS, "spark://a:1", parts, memory), PLENTY)
                        .method())
                .isEqualTo(Method.LANCZOS);
        assertThatThrownBy(() ->
                        MethodChoice.of(divided(200_000, Method.LANCZOS, "spark://a:1", parts - 1, memory), PLENTY))
                .isInstanceOf(MemoryLimitException.class);
        assertThatThrownBy(() -> MethodChoice.of(divided(200_000, Method.LANCZOS, "spark://a:1", 2, MIB), PLENTY))
                .hasMessageContaining("for a single sample");
    }

    @Test
    void theAskingProcessHasALimitOfItsOwn() {
        StudyConfig study = divided(50_000, Method.LANCZOS, "spark://a:1", 20, 4096 * MIB);
        long driver = MethodChoice.of(study, PLENTY).price().bytes();
        assertThat(MethodChoice.of(study, MemoryLimits.ofHost(driver)).price().bytes())
                .isEqualTo(driver);
        assertThatThrownBy(() -> MethodChoice.of(study, MemoryLimits.ofHost(driver - 1)))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("the process that asks needs " + MemorySize.of(driver));
        // threads of one process take the parts' memory from it as well
        long together = MethodChoice.of(divided(50_000, Method.LANCZOS, "local[2]", 20, 4096 * MIB), PLENTY)
                .price()
                .bytes();
        assertThat(together).isGreaterThan(driver);
    }
}
