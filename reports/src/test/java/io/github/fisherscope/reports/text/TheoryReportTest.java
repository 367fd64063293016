package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkReading;
import io.github.fisherscope.core.network.arrays.Orientation;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.law.bulk.BulkPrediction;
import io.github.fisherscope.meanfield.law.bulk.FiniteWidthLaw;
import io.github.fisherscope.results.theory.TheoryJson;
import io.github.fisherscope.results.theory.TheoryReport;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.predict.StudyConditions;
import io.github.fisherscope.studies.predict.TheoryReporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

class TheoryReportTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "how-to", "predict.md");
    private static final Pattern FIELD = Pattern.compile("^\\| `([A-Za-z0-9.\\[\\]]+)` \\|", Pattern.MULTILINE);

    private static MeanFieldPrediction predict(String activation, double w, double b, int samples, int... widths) {
        return MeanFieldTheory.predict(
                NetworkSpec.of(Activation.parse(activation), w, b, widths), InputMoments.standardNormal(), samples);
    }

    /** Leaves of the document, positions in lists left out. */
    private static void leaves(String path, JsonNode node, Set<String> into) {
        if (node.isObject()) {
            node.properties()
                    .forEach(e -> leaves(path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue(), into));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            leaves(path + "[]", node.get(0), into);
        } else {
            into.add(node.isArray() ? path + "[]" : path);
        }
    }

    @Test
    void everyFieldIsDocumentedAndNoOther() throws IOException {
        Set<String> written = new TreeSet<>();
        RealVector gram = RealVector.of(1, 0.2, 0.2, 1);
        // Two outputs, centred, from a file: every optional part but the layer trace has a value.
        NetworkReading reading = new NetworkReading(
                List.of("W1"),
                Orientation.FAN_OUT_FAN_IN,
                NetworkReading.OrientationSource.GIVEN,
                NetworkReading.ActivationSource.GIVEN,
                List.of(),
                List.of("a note"));
        NeuralNetwork network = RandomNetworkGenerator.of(NetworkSpec.of(new Activation.Tanh(), 2, 0, 30, 30, 2), 1)
                .network(0);
        StudyConfig file = StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 2, 0, 30, 30, 2), 2)
                .withNetwork(
                        NetworkSource.given(network, "net.npz", "0", null, null, NetworkSource.AsIfRandom.OWN_VARIANCES)
                                .withReading(reading));
        TheoryReporter.Asked asked = new TheoryReporter.Asked(
                StudyConditions.ofWholeMatrix(file), NetworkDescription.of(file.network(), 1), List.of());
        MeanFieldPrediction p = predict("tanh", 2, 0, 2, 30, 30, 2);
        TheoryReport full = TheoryReporter.of(p, "1", gram, bulk(p), asked);
        JsonNode document = new ObjectMapper().readTree(TheoryJson.write(full));
        leaves("", ((ObjectNode) document).without("digest"), written);

        Set<String> documented = FIELD.matcher(Files.readString(DOCUMENT, StandardCharsets.UTF_8))
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(documented).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 3, 0.64, 100",
        "relu, 2, 0.1, 50",
        "relu, 2, 0, 1",
        "identity, 1, 0, 20",
        "tanh, 1, 0, 20",
        "softplus, 1, 0.1, 20"
    })
    void predictionsReadBackWhatWasWritten(String activation, double w, double b, int samples) {
        TheoryReport report = TheoryReporter.of(predict(activation, w, b, samples, 40, 50, 60, 4), "1");

        String json = TheoryJson.write(report);

        assertThat(TheoryJson.read(json)).isEqualTo(report);
        assertThat(json).doesNotContain("NaN", "Infinity");
    }

    @Test
    void layersOfDeepNetworksAreToldFromBothEnds() {
        int[] widths = new int[302];
        Arrays.fill(widths, 20);

        TheoryReport report = TheoryReporter.of(predict("tanh", 3, 0.64, 10, widths), "1");
        String text = TheoryText.of(report);

        assertThat(report.predictions().layers()).hasSize(301);
        assertThat(text).contains("\n   40 ", "\n    … 251 layers more, which the JSON has\n  292 ", "\n  301 ");
        assertThat(text).doesNotContain("\n   41 ", "\n  291 ");
    }

    @Test
    void layersWithoutHiddenOnesHaveNoLeadingOrder() {
        TheoryReport report = TheoryReporter.of(predict("tanh", 3, 0.64, 10, 40, 1), "1");

        assertThat(report.predictions().leadingOrder()).isNull();
        assertThat(TheoryText.of(report)).contains("largest eigenvalue").contains("FAILS");
    }

    @Test
    void numbersAreThoseOfTheLibrary() {
        MeanFieldPrediction p = predict("tanh", 3, 0.64, 100, 500, 500, 500, 1);

        TheoryReport report = TheoryReporter.of(p, "1");

        // Printed anchors of docs/theory: the standard tanh setting stands just inside the ordered phase.
        assertThat(report.place().phase().name()).isEqualTo("ordered");
        assertThat(report.place().phase().chi1()).isCloseTo(0.99302511, within(1e-8));
        assertThat(Objects.requireNonNull(report.place().phase().edgeWeightVariance()))
                .isCloseTo(3.03584855, within(1e-8));
        assertThat(Objects.requireNonNull(report.predictions().leadingOrder()).kappa1())
                .isCloseTo(0.9555219041828359, within(1e-12));
        assertThat(report.predictions().statistics().topMean())
                .isEqualTo(p.recommended().topMean());
        assertThat(report.related().tangentKernel().mean()).isCloseTo(7.469, within(1e-3));
        assertThat(report.predictions().layers()).hasSize(3);
        assertThat(report.place().orderParameters().qTilde()).hasSize(3);
        assertThat(TheoryText.of(report)).contains("ordered: χ₁ = 0.99303").contains("σ_w² = 3.0358");
    }

    @Test
    void theKernelHasTheTraceOfItsEigenvalues() {
        RealVector gram = RealVector.of(1, 0.2, 0.1, 0.2, 1.2, 0.3, 0.1, 0.3, 0.8);
        MeanFieldPrediction p = predict("relu", 2, 0.1, 3, 20, 30, 5);

        var kernel =
                Objects.requireNonNull(TheoryReporter.of(p, "1", gram).related().kernel());

        double sum = kernel.eigenvalues().stream().mapToDouble(v -> v).sum();
        assertThat(5 * sum).isCloseTo(kernel.trace(), within(1e-12 * kernel.trace()));
        assertThat(kernel.eigenvalues()).hasSize(3).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    private static BulkPrediction bulk(MeanFieldPrediction p) {
        return FiniteWidthLaw.of(p.spec(), p.moments(), p.samples());
    }

    @Test
    void theLawOfTheBulkIsShownAndReadBack() {
        MeanFieldPrediction p = predict("tanh", 3, 0.64, 30, 120, 150, 2);

        TheoryReport report = TheoryReporter.of(p, "1", bulk(p));

        var law = Objects.requireNonNull(report.related().bulkLaw());
        assertThat(law.quantiles()).hasSameSizeAs(law.probabilities()).isSorted();
        assertThat(law.mean())
                .isCloseTo(p.recommended().bulk(), within(0.01 * p.recommended().bulk()));
        assertThat(Objects.requireNonNull(law.descent()).conditionNumber())
                .isCloseTo(p.recommended().largest() / Objects.requireNonNull(law.smallest()), within(1e-9));
        assertThat(TheoryJson.read(TheoryJson.write(report))).isEqualTo(report);
        assertThat(TheoryText.of(report)).contains("law of the bulk", "quantiles", "rough  the law was held against");
    }

    @Test
    void theLawOfTheBulkSaysWhyItIsNotThere() {
        MeanFieldPrediction p = predict("tanh", 3, 0.64, 10, 40, 1);

        TheoryReport report = TheoryReporter.of(p, "1", bulk(p));

        assertThat(Objects.requireNonNull(report.related().bulkLaw()).quantiles())
                .isEmpty();
        assertThat(TheoryText.of(report)).contains("not available", "FAILS  the law is that of units of hidden layers");
        assertThat(TheoryJson.read(TheoryJson.write(report))).isEqualTo(report);
    }

    @Test
    void otherDocumentsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TheoryJson.read("{\"schema\": \"fisherscope/result/1\"}"))
                .withMessageContaining(TheoryReport.SCHEMA);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TheoryJson.read("no JSON"))
                .withMessageContaining(TheoryReport.SCHEMA);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TheoryReporter.of(predict("relu", 2, 0.1, 5, 20, 30, 5), "1", RealVector.of(1, 0.2, 0.2, 1)))
                .withMessageContaining("samples");
    }
}
