package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Studies of matrices other than the whole Fisher matrix. */
class MatrixStudyTest {
    private static final NetworkSpec SMALL = NetworkSpec.of(Activation.parse("tanh"), 2, 0.5, 4, 5, 3, 2);
    private static final int SAMPLES = 6;

    private static StudyConfig small(StudiedMatrix matrix) {
        return StudyConfig.random(SMALL, SAMPLES).withSeed(7).withMatrix(matrix);
    }

    /** Returns the layer, or with layers apart the unit, that a parameter belongs to. */
    private static int block(int index, boolean units) {
        ParameterLayout layout = SMALL.layout();
        int before = 0;
        for (int l = 1; l <= layout.depth(); l++) {
            int weights = (int) layout.weightOffset(l);
            int biases = (int) layout.biasOffset(l);
            int fanIn = layout.layer(l).inputs();
            int width = layout.layer(l).outputs();
            if (index < biases + width) {
                int unit = index < biases ? (index - weights) / fanIn : index - biases;
                return units ? before + unit : l;
            }
            before += width;
        }
        throw new AssertionError(index);
    }

    /** The entries kept are cut out of the dense matrix here, and decomposed by another library. */
    @ParameterizedTest
    @EnumSource(
            value = FisherForm.class,
            names = {"LAYERS", "UNITS", "DIAGONAL", "BLOCK_TRIDIAGONAL"})
    void eigenvaluesAreThoseOfTheEntriesKept(FisherForm form) {
        IntBinaryOperator distance = (i, j) -> switch (form) {
            case LAYERS -> block(i, false) == block(j, false) ? 1 : 0;
            case UNITS -> block(i, true) == block(j, true) ? 1 : 0;
            case DIAGONAL -> i == j ? 1 : 0;
            default -> Math.abs(block(i, false) - block(j, false)) <= 1 ? 1 : 0;
        };
        int p = (int) SMALL.parameters();
        double[] kept = new double[p * p];
        var network = RandomNetworkGenerator.of(SMALL, 7).network(0);
        var data = RandomInputs.of(7).standardNormal(0, SAMPLES, SMALL.inputs());
        try (Backend backend =
                        Backends.onClassPath().open("java", Execution.defaults().config());
                Linearization at = Linearization.of(network, data, backend);
                FisherMatrix dense = FisherForms.of(
                        FisherForm.DENSE,
                        at,
                        FisherRequest.exact(StudyConfig.random(SMALL, 1).likelihood()))) {
            for (int j = 0; j < p; j++) {
                double[] column = dense.column(j);
                for (int i = 0; i < p; i++) {
                    kept[i * p + j] = column[i] * distance.applyAsInt(i, j);
                }
            }
        }
        double[] expected =
                DenseEigenSolver.of(DenseLibrary.EJML).eigenvalues(kept, p).toArray();
        SpectrumResult result =
                SpectrumStudy.of(small(new StudiedMatrix.Form(form))).run();
        double[] found = result.spectrum().eigenvalues().toArray();
        double scale = expected[0];
        int positive = 0;
        int negative = 0;
        for (int i = 0; i < found.length; i++) {
            boolean high = found[i] > 0;
            double near = high ? expected[positive++] : expected[p - found.length + i];
            negative += high ? 0 : 1;
            assertThat(found[i]).as("eigenvalue %d", i).isCloseTo(near, within(1e-12 * scale));
        }
        assertThat(form == FisherForm.BLOCK_TRIDIAGONAL ? negative : 1).isPositive();
        assertThat(result.fisher().form()).isEqualTo(form.id());
        assertThat(result.spectrum().run().method()).isEqualTo("direct");
        assertThat(result.spectrum().checks())
                .isNotEmpty()
                .allSatisfy(
                        c -> assertThat(c.relativeDifference()).as(c.quantity()).isLessThan(1e-10));
        assertThat(result.spectrum().mean() * p).isCloseTo(trace(kept, p), within(1e-12 * scale * p));
        assertThat(result.layers()).hasSize(form == FisherForm.BLOCK_TRIDIAGONAL ? 0 : 3);
    }

    private static double trace(double[] a, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i * n + i];
        }
        return sum;
    }

    @Test
    void layersOfTheFormAddUpToTheWhole() {
        for (FisherForm form : new FisherForm[] {FisherForm.KRONECKER, FisherForm.EIGEN_KRONECKER, FisherForm.UNITS}) {
            SpectrumResult result =
                    SpectrumStudy.of(small(new StudiedMatrix.Form(form))).run();
            double trace = result.layers().stream()
                    .mapToDouble(l -> l.mean() * l.parameters())
                    .sum();
            double squares = result.layers().stream()
                    .mapToDouble(l -> Objects.requireNonNull(l.measured().secondMoment()) * l.parameters())
                    .sum();
            double largest =
                    result.layers().stream().mapToDouble(l -> l.max()).max().orElseThrow();
            double p = SMALL.parameters();
            assertThat(trace).isCloseTo(result.spectrum().mean() * p, within(1e-12 * trace));
            assertThat(squares).isCloseTo(result.spectrum().secondMoment() * p, within(1e-12 * squares));
            assertThat(largest).isCloseTo(result.spectrum().max(), within(1e-12 * largest));
        }
    }

    /** The learning rate belongs to the whole matrix, whichever form is looked at, and to the network as it is used. */
    @Test
    void theLearningRateIsThatOfTheLossAndNotOfTheForm() {
        double whole = SpectrumStudy.of(small(new StudiedMatrix.Whole()))
                .run()
                .spectrum()
                .max();
        SpectrumResult diagonal = SpectrumStudy.of(small(new StudiedMatrix.Form(FisherForm.DIAGONAL)))
                .run();
        SpectrumResult metric =
                SpectrumStudy.of(small(new StudiedMatrix.Metric(true))).run();
        SpectrumResult batch = SpectrumStudy.of(
                        small(new StudiedMatrix.Normalized(OutputNormalization.parse("batch-norm"))))
                .run();
        assertThat(diagonal.learningRate().bound()).isCloseTo(2 / whole, within(1e-9 * 2 / whole));
        assertThat(metric.learningRate().bound()).isCloseTo(2 / whole, within(1e-9 * 2 / whole));
        double normalised = 2 / batch.spectrum().max();
        assertThat(batch.learningRate().bound()).isCloseTo(normalised, within(1e-12 * normalised));
        assertThat(diagonal.spectrum().max()).isLessThan(whole);
    }

    /**
     * Ensembles of 8 networks of width 400: λ_max scatters by 1.8/√400/√8 = 3.2 %, three of which and the bias 4/400 make
     * 11 %. Second moments scatter by 3.4/√400/√8 = 6 % (18 % for three) and lack the fluctuations of pairs, of relative
     * order T/M (30/400, with a factor of about 2 for the layers below): 33 % together. Batch norm has the mean of 1/σ² where the formula has 1 over the mean; for 29 degrees of freedom that
     * is 29/27, and more for correlated samples. A first layer without the edge of its inputs would be half as large in
     * the wide-input cases, and a coupling that is left out a third too small.
     */
    @ParameterizedTest(name = "{0} {1} {2}, {3}")
    @CsvSource({
        "fisher, layers, none, '400,400,400,1'",
        "fisher, layers, none, '400,400,400,3'",
        "fisher, layers, none, '1600,400,400,1'",
        "fisher, kronecker, none, '200,400,200,1'",
        "fisher, kronecker, none, '900,200,200,1'",
        "fisher, block-tridiagonal, none, '400,400,400,1'",
        "input-metric, full, none, '400,400,400,1'",
        "feature-metric, full, none, '400,400,400,1'",
        "fisher, full, mean-subtraction, '400,400,400,3'",
        "fisher, full, batch-norm, '400,400,400,3'",
    })
    void theoryIsNearTheMeasuredEnsemble(String matrix, String form, String normalization, String widths) {
        int[] sizes =
                Arrays.stream(widths.split(",")).mapToInt(Integer::parseInt).toArray();
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, sizes);
        SpectrumResult result = SpectrumStudy.of(StudyConfig.random(spec, 30)
                        .withNetworks(8)
                        .withMatrix(StudiedMatrix.parse(matrix, form, normalization)))
                .run();
        ComparisonRow mean = Objects.requireNonNull(result.row(Statistic.MEAN.key()));
        double allowed = normalization.equals("batch-norm") ? 0.2 : 0.05;
        assertThat(Objects.requireNonNull(mean.ratio())).as("mean").isCloseTo(1, within(allowed));
        boolean judged = form.equals("layers") || form.equals("block-tridiagonal");
        assertThat(mean.verdict()).isEqualTo(judged ? Verdict.AGREES : Verdict.INFORMATIVE);
        ComparisonRow second = Objects.requireNonNull(result.row(Statistic.SECOND_MOMENT.key()));
        if (second.ratio() != null) {
            assertThat(second.ratio()).as("second moment").isCloseTo(1, within(0.33));
        }
        Statistic largest = sizes[3] > 1 && normalization.equals("none") ? Statistic.TOP_MEAN : Statistic.MAX;
        ComparisonRow top = Objects.requireNonNull(result.row(largest.key()));
        if (normalization.equals("none")) {
            assertThat(Objects.requireNonNull(top.ratio())).as("largest").isCloseTo(1, within(0.11));
        } else {
            assertThat(Objects.requireNonNull(top.ratio()))
                    .as("a lower estimate")
                    .isBetween(0.9, 2.0);
        }
    }

    @Test
    void whereTheoryHasNothingItSaysSo() {
        SpectrumResult result = SpectrumStudy.of(small(new StudiedMatrix.Form(FisherForm.DIAGONAL)))
                .run();
        assertThat(result.theory().conditions())
                .anySatisfy(c -> assertThat(c.explanation()).contains("single entries do not self-average"));
        assertThat(Objects.requireNonNull(result.row("max")).verdict()).isEqualTo(Verdict.NOT_APPLICABLE);
        assertThat(result.theory().max()).isNull();
    }

    @Test
    void combinationsThatDoNotExistAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudiedMatrix.parse("fisher", "kfac", "none"))
                .withMessageContaining("form is 'kfac'; it must be one of full, layers, units");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudiedMatrix.parse("fisher", "layers", "batch-norm"))
                .withMessageContaining("normalization is batch-norm; it couples samples");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudiedMatrix.parse("input-metric", "layers", "none"))
                .withMessageContaining("leave out form");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StudiedMatrix.Form(FisherForm.DUAL))
                .withMessageContaining("holds the whole matrix");
        StudyConfig lanczos =
                small(new StudiedMatrix.Form(FisherForm.KRONECKER)).withMethod(Method.LANCZOS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SpectrumStudy.of(lanczos).run())
                .withMessageContaining("method is lanczos; it is for the whole matrix, and form kronecker");
        NetworkSpec wide = NetworkSpec.of(Activation.parse("tanh"), 2, 0.5, 400, 500, 300, 20);
        StudyConfig large = StudyConfig.random(wide, 100)
                .withMatrix(new StudiedMatrix.Form(FisherForm.LAYERS))
                .withExecution(Execution.defaults().withMemoryLimit(1L << 20));
        assertThatThrownBy(() -> SpectrumStudy.of(large).run())
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("form layers needs");
    }
}
