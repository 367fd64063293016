package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.PlanTable;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpectrumStudyTest {
    private static final NetworkSpec SPEC = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 60, 80, 70, 3);

    private static StudyConfig study(int samples) {
        return StudyConfig.random(SPEC, samples).withSeed(7);
    }

    private static Execution threads(int n) {
        return Execution.defaults().withConfig(new BackendConfig(Precision.DOUBLE, n));
    }

    @ParameterizedTest
    @EnumSource(
            value = Method.class,
            names = {"DENSE", "LANCZOS", "SUBSPACE", "QUADRATURE", "KERNEL_POLYNOMIAL"})
    void everyMethodFindsTheSameTopAndMoments(Method method) {
        NetworkSpec small = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 20, 30, 20, 3);
        StudyConfig config = StudyConfig.random(small, 40).withSeed(3);
        SpectrumInfo dual =
                SpectrumStudy.of(config.withMethod(Method.DUAL)).run().spectrum();
        SpectrumInfo other = SpectrumStudy.of(config.withMethod(method)).run().spectrum();
        assertThat(other.mean()).isCloseTo(dual.mean(), within(1e-12 * dual.mean()));
        assertThat(other.secondMoment()).isCloseTo(dual.secondMoment(), within(1e-12 * dual.secondMoment()));
        // A Ritz value is off by at most its residual; the methods stop at 1e-8 of the largest eigenvalue or report it.
        double tolerance = other.run().converged() ? 2e-8 * dual.max() : 1e-3 * dual.max();
        for (int i = 0; i < 3; i++) {
            assertThat(other.top().get(i)).isCloseTo(dual.top().get(i), within(tolerance));
        }
    }

    /** Two routes to one density that share neither recurrence nor eigensolver, held against all eigenvalues. */
    @Test
    void theDensityBySeriesIsThatByQuadratureWithinItsResolution() {
        NetworkSpec small = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 20, 30, 20, 3);
        StudyConfig config = StudyConfig.random(small, 40)
                .withSeed(3)
                .withOptions(SpectrumOptions.defaults().withProbes(20).withSteps(100));
        RealVector all = SpectrumStudy.of(config.withMethod(Method.DUAL))
                .run()
                .spectrum()
                .eigenvalues();
        SpectrumInfo series = SpectrumStudy.of(config.withMethod(Method.KERNEL_POLYNOMIAL))
                .run()
                .spectrum();
        assertThat(series.run().stopReason())
                .contains("Chebyshev moments up to degree 199")
                .contains("smear");
        assertThat(series.run().method()).isEqualTo("kernel-polynomial");
        SpectrumInfo.Density density = Objects.requireNonNull(series.density());
        assertThat(density.weights().sum()).isCloseTo(1, within(1e-12));
        double x = 0.02 * all.get(0);
        double below = 0;
        for (int i = 0; i < density.nodes().size(); i++) {
            below += density.nodes().get(i) <= x ? density.weights().get(i) : 0;
        }
        double exact = 1 - (double) all.stream().filter(v -> v > x).count() / small.parameters();
        assertThat(below).isCloseTo(exact, within(0.01));
    }

    /** The bound holds in training itself: below it the loss falls, above it the loss grows. */
    @Test
    void trainingFailsAboveTheBoundAndNotBelow() {
        SpectrumOptions options = SpectrumOptions.defaults().withTrainingSteps(80);

        var info = SpectrumStudy.of(study(20).withOptions(options)).run().learningRate();

        assertThat(info.trials()).hasSizeGreaterThan(10).allSatisfy(trial -> {
            assertThat(trial.learningRate() / Objects.requireNonNull(info.bound()))
                    .isCloseTo(trial.ofBound(), within(1e-12));
            assertThat(trial.lossRatio() > 1)
                    .as("at %s of the bound", trial.ofBound())
                    .isEqualTo(trial.ofBound() > 1);
        });
    }

    /** Two routes: the layers' eigenvalues beside their own mean and maximum, the kernel's beside a kernel made anew. */
    @Test
    void layersAndKernelKeepTheirEigenvalues() {
        SpectrumResult result = SpectrumStudy.of(study(12)).run();

        assertThat(result.layers()).isNotEmpty().allSatisfy(layer -> {
            RealVector top = Objects.requireNonNull(layer.measured().top());
            assertThat(top.get(0)).isEqualTo(layer.max());
            assertThat(top.sum() / top.size())
                    .isCloseTo(Objects.requireNonNull(layer.measured().topMean()), within(1e-12 * layer.max()));
        });
        Dataset data = RandomInputs.of(7).standardNormal(0, 12, SPEC.inputs());
        double[] inputs = new double[12 * SPEC.inputs()];
        for (int t = 0; t < 12; t++) {
            data.copyRow(t, inputs, t * SPEC.inputs());
        }
        RealVector kernel = InfiniteWidthKernel.of(SPEC, InfiniteWidthKernel.gram(RealVector.of(inputs), SPEC.inputs()))
                .eigenvalues();
        assertThat(Objects.requireNonNull(result.distribution()).kernelEigenvalues())
                .isEqualTo(kernel);
    }

    @Test
    void withoutTrainingStepsNothingIsTrained() {
        assertThat(SpectrumStudy.of(study(5)).run().learningRate().trials()).isEmpty();
    }

    @Test
    void quadratureKeepsTheMassAndTheTrace() {
        SpectrumInfo info =
                SpectrumStudy.of(study(50).withMethod(Method.QUADRATURE)).run().spectrum();
        SpectrumInfo.Density density = Objects.requireNonNull(info.density());
        assertThat(density.weights().sum()).isCloseTo(1, within(1e-9));
        double mean = 0;
        for (int i = 0; i < density.nodes().size(); i++) {
            mean += density.weights().get(i) * density.nodes().get(i);
        }
        // Ten probes of the bulk: its share of the trace scatters by a few per cent; five standard deviations.
        assertThat(mean).isCloseTo(info.mean(), within(0.1 * info.mean()));
    }

    @Test
    void numbersDoNotDependOnThreadsOrOnHowNetworksShareThem() {
        SpectrumResult one = SpectrumStudy.of(study(30).withNetworks(4).withExecution(threads(1)))
                .run();
        SpectrumResult three = SpectrumStudy.of(study(30).withNetworks(4).withExecution(threads(3)))
                .run();
        assertThat(three.comparison()).isEqualTo(one.comparison());
        assertThat(three.spectrum().eigenvalues()).isEqualTo(one.spectrum().eigenvalues());
        assertThat(three.layers()).isEqualTo(one.layers());
        SpectrumResult single =
                SpectrumStudy.of(study(30).withExecution(threads(2))).run();
        assertThat(single.spectrum().eigenvalues()).isEqualTo(one.spectrum().eigenvalues());
    }

    @Test
    void crossChecksAgreeToRounding() {
        SpectrumInfo info = SpectrumStudy.of(study(40)).run().spectrum();
        assertThat(info.checks()).hasSize(3);
        assertThat(info.checks())
                .allSatisfy(c -> assertThat(c.relativeDifference()).isLessThan(1e-11));
    }

    @Test
    void singlePrecisionStaysNearDouble() {
        SpectrumInfo reference = SpectrumStudy.of(study(40)).run().spectrum();
        SpectrumInfo single = SpectrumStudy.of(study(40)
                        .withExecution(Execution.defaults().withConfig(new BackendConfig(Precision.SINGLE, 2))))
                .run()
                .spectrum();
        // Forward and backward passes of three layers with inner dimension 80: about 3·80·6e-8 relative.
        assertThat(single.max()).isCloseTo(reference.max(), within(2e-5 * reference.max()));
        assertThat(single.mean()).isCloseTo(reference.mean(), within(2e-5 * reference.mean()));
    }

    @Test
    void tooLittleMemoryIsRefusedWithAMethodThatFits() {
        Execution little = Execution.defaults().withMemoryLimit(460L << 20);
        StudyConfig config = StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 60, 80, 10), 2000)
                .withExecution(little);
        assertThatThrownBy(
                        () -> SpectrumStudy.of(config.withMethod(Method.DUAL)).run())
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("method dual needs 3452m")
                .hasMessageContaining("memory limit allows 460m. Use the method lanczos");
        assertThatThrownBy(() -> SpectrumStudy.of(study(10)
                                .withNetwork(new NetworkSource.Random(
                                        NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 500, 500, 10)))
                                .withMethod(Method.DENSE))
                        .run())
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("P ≤ 20000")
                .hasMessageContaining("use the method dual");
    }

    @Test
    void theTableOfCostsNamesTheChosenMethod() {
        PlanTable.OfMethods table =
                (PlanTable.OfMethods) SpectrumStudy.of(study(30)).explain();
        assertThat(table.parameters()).isEqualTo(10_763);
        assertThat(table.methods())
                .extracting(PlanTable.MethodRow::method)
                .containsExactly(
                        Method.DENSE,
                        Method.DUAL,
                        Method.LANCZOS,
                        Method.SUBSPACE,
                        Method.QUADRATURE,
                        Method.KERNEL_POLYNOMIAL);
        assertThat(table.methods().stream().filter(PlanTable.MethodRow::chosen))
                .extracting(PlanTable.MethodRow::method)
                .containsExactly(Method.DUAL);
    }

    @Test
    void drawnAndObservedLabelsGiveOtherMatricesWhichTheResultNames() {
        SpectrumResult exact = SpectrumStudy.of(study(30)).run();
        SpectrumResult drawn = SpectrumStudy.of(
                        study(30).withFisher(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 5)))
                .run();
        assertThat(drawn.fisher().labelExpectation()).isEqualTo("monte-carlo");
        assertThat(drawn.fisher().meaning()).contains("2 labels per sample");
        assertThat(drawn.spectrum().ranks().count()).isEqualTo(60);
        assertThat(drawn.spectrum().mean()).isNotEqualTo(exact.spectrum().mean());
        assertThat(drawn.comparison()).extracting(ComparisonRow::verdict).containsOnly(Verdict.NOT_APPLICABLE);
        assertThatThrownBy(() -> FisherRequest.empirical(new Likelihood.Categorical(), Labels.none()))
                .hasMessageContaining("give labels");
    }

    @Test
    void givenInputsAreNotJudgedAndTheReasonIsSaid() {
        Dataset data = Dataset.ofRows(
                30,
                60,
                (row, target) -> {
                    for (int i = 0; i < target.length; i++) {
                        target[i] = Math.sin(1 + row * 0.37 + i) * (1 + row % 3);
                    }
                },
                DataSource.memory("waves"));
        SpectrumResult result = SpectrumStudy.of(study(30).withInputs(new InputSource.Given(data)))
                .run();
        assertThat(result.theory().applies()).isFalse();
        assertThat(result.theory().conditions())
                .anySatisfy(c -> assertThat(c.explanation()).contains("independent inputs"));
        assertThat(result.comparison()).extracting(ComparisonRow::verdict).containsOnly(Verdict.INFORMATIVE);
        assertThat(result.data().source()).isEqualTo("waves");
    }

    @Test
    void dataOfAnotherWidthAreRefused() {
        Dataset data = Dataset.ofRows(5, 7, (row, target) -> target[0] = row, DataSource.memory("narrow"));
        assertThatThrownBy(() -> SpectrumStudy.of(study(5).withInputs(new InputSource.Given(data)))
                        .run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("narrow")
                .hasMessageContaining("is 7 but must be 60");
    }

    @Test
    void theSmallestNetworkIsMeasured() {
        SpectrumResult result = SpectrumStudy.of(
                        StudyConfig.random(NetworkSpec.of(new Activation.Identity(), 1, 0, 1, 1), 1))
                .run();
        assertThat(result.spectrum().ranks().count()).isEqualTo(1);
        assertThat(result.network().widths()).isEqualTo(List.of(1, 1));
        assertThat(result.spectrum().max()).isPositive();
    }
}
