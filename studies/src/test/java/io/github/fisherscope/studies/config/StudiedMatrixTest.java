package io.github.fisherscope.studies.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.studies.fixture.Small;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StudiedMatrixTest {
    private static final FisherRequest EXACT = FisherRequest.exact(new Likelihood.Gaussian(1));

    static Stream<List<String>> names() {
        return Stream.of(
                List.of("fisher", "full", "none"),
                List.of("fisher", "layers", "none"),
                List.of("fisher", "units", "none"),
                List.of("fisher", "diagonal", "none"),
                List.of("fisher", "kronecker", "none"),
                List.of("fisher", "eigen-kronecker", "none"),
                List.of("fisher", "block-tridiagonal", "none"),
                List.of("fisher", "full", "mean-subtraction"),
                List.of("fisher", "full", "batch-norm"),
                List.of("fisher", "full", "layer-norm"),
                List.of("hessian", "full", "none"),
                List.of("input-metric", "full", "none"),
                List.of("feature-metric", "full", "none"));
    }

    private static StudiedMatrix parse(List<String> names) {
        return StudiedMatrix.parse(names.get(0), names.get(1), names.get(2));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsReadSaysItsOwnName(List<String> names) {
        StudiedMatrix matrix = parse(names);
        assertThat(matrix.id()).isEqualTo(names.get(0));
        assertThat(matrix.form()).isEqualTo(names.get(1));
        assertThat(matrix.normalization() == null ? "none" : matrix.normalization())
                .isEqualTo(names.get(2));
    }

    /** Results of different matrices must not look alike: in words, and in what the conventions say. */
    @Test
    void noTwoMatricesAreDescribedAlike() {
        Set<String> words = new HashSet<>();
        Set<StudiedMatrix> matrices = new HashSet<>();
        names().forEach(n -> {
            words.add(parse(n).words(EXACT));
            matrices.add(parse(n));
        });
        assertThat(words).hasSize((int) names().count());
        assertThat(matrices).hasSize(words.size());
    }

    @ParameterizedTest
    @MethodSource("names")
    void conventionsNameTheMeanOverSamplesAndFitIntoASentence(List<String> names) {
        StudiedMatrix matrix = parse(names);
        String conventions = matrix.conventions(EXACT, Small.spec().layout());
        assertThat(conventions)
                .contains("(1/T) Σ_t")
                .contains("mean over samples")
                .doesNotEndWith(".");
        assertThat(matrix.words(EXACT)).startsWith("The ").doesNotEndWith(".");
        boolean parameters = !(matrix instanceof StudiedMatrix.Metric);
        assertThat(conventions.contains("weights and biases")).isEqualTo(parameters);
        assertThat(matrix.conventions(EXACT, Small.spec().withoutBiases().layout())
                        .contains("weights only"))
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyMatrixTellsAPrice(List<String> names) {
        ProblemSize small = ProblemSize.of(Small.spec().layout(), 5, 3, Precision.DOUBLE);
        ProblemSize large = ProblemSize.of(Small.spec().layout(), 50, 3, Precision.DOUBLE);
        StudiedMatrix matrix = parse(names);
        assertThat(matrix.price(small).eigenvalues()).isPositive();
        // the entries of the diagonal are a vector, which every plan counts anyway
        assertThat(matrix.price(small).bytes() > 0).isEqualTo(!matrix.form().equals("diagonal"));
        assertThat(matrix.price(large).eigenvalues())
                .isGreaterThanOrEqualTo(matrix.price(small).eigenvalues());
    }

    @ParameterizedTest
    @CsvSource({"ekfac, eigen-kronecker", "tridiagonal, block-tridiagonal", "' DIAGONAL ', diagonal", "Full, full"})
    void formsHaveShortNames(String written, String form) {
        assertThat(StudiedMatrix.parse("Fisher ", written, " None").form()).isEqualTo(form);
    }

    @ParameterizedTest
    @CsvSource({
        "nothing, full, none, matrix",
        "fisher, nothing, none, form",
        "fisher, dual, none, form",
        "hessian, diagonal, none, matrix",
        "input-metric, full, batch-norm, matrix",
        "fisher, layers, batch-norm, normalization",
        "fisher, full, nothing, normalization",
    })
    void unknownNamesAndCombinationsAreRefusedByTheArgument(
            String matrix, String form, String normalization, String argument) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StudiedMatrix.parse(matrix, form, normalization))
                .withMessageStartingWith(argument);
    }

    @Test
    void theNameTellsOverWhichLabelsIsAveraged() {
        StudiedMatrix whole = new StudiedMatrix.Whole();
        Likelihood categorical = new Likelihood.Categorical();
        assertThat(whole.words(FisherRequest.exact(categorical))).isEqualTo("The Fisher information matrix");
        assertThat(whole.words(FisherRequest.monteCarlo(categorical, 2, 1)))
                .isEqualTo("The Monte Carlo estimate of the Fisher information matrix");
        assertThat(whole.words(FisherRequest.empirical(categorical, Labels.Classes.of(3, 0, 1))))
                .isEqualTo("The empirical Fisher matrix");
        assertThat(new StudiedMatrix.Hessian().words(EXACT)).isEqualTo("The Hessian of the loss");
        assertThat(whole.conventions(
                        FisherRequest.monteCarlo(categorical, 2, 1),
                        Small.spec().layout()))
                .contains("s = ∂ log p(y|f)/∂f");
    }

    @Test
    void conventionsCountTheLayersWithBiases() {
        StudiedMatrix whole = new StudiedMatrix.Whole();
        var mixed = io.github.fisherscope.core.network.NeuralNetwork.of(
                List.of(Small.fourParameters().layer(1), Small.linear(1, 2).layer(1)));
        assertThat(whole.conventions(EXACT, mixed.layout())).contains("(1 of 2 layers have biases)");
    }

    @Test
    void positionsOfAnOutputAreCountedWhereThereAreSeveral() {
        assertThat(new StudiedMatrix.Whole().conventionsOfGraph(EXACT, 1)).contains("mean over samples,");
        assertThat(new StudiedMatrix.Whole().conventionsOfGraph(EXACT, 9))
                .contains("mean over samples and the 9 positions of an output")
                .contains("all parameter tensors");
    }
}
