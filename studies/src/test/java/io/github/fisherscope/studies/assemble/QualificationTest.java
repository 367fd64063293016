package io.github.fisherscope.studies.assemble;

import static io.github.fisherscope.studies.verdict.Candidate.Claim.EXACT;
import static io.github.fisherscope.studies.verdict.Candidate.Claim.INDICATIVE;
import static io.github.fisherscope.studies.verdict.Candidate.Claim.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.predict.TheorySection;
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.Remark;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which rows are judged, and why not, over the conditions of theory. */
class QualificationTest {
    private static final Activation TANH = new Activation.Tanh();

    private static StudyConfig study(NetworkSpec spec, int samples) {
        return StudyConfig.random(spec, samples).withNetworks(2);
    }

    private static StudyConfig wide() {
        return study(NetworkSpec.of(TANH, 3, 0.64, 500, 500, 500, 10), 100);
    }

    private static Map<Statistic, Candidate> candidates(StudyConfig config, int networks) {
        TheorySection theory = TheorySection.of(
                config,
                config.inputs() instanceof InputSource.Given given
                        ? given.data().moments()
                        : null);
        Map<String, RealVector> values = new LinkedHashMap<>();
        for (Statistic statistic : Statistic.values()) {
            values.put(statistic.key(), RealVector.of(1, 1.5));
        }
        Map<Statistic, Candidate> found = new LinkedHashMap<>();
        new ComparisonTable(config, theory, values, networks).candidates().forEach(c -> found.put(c.statistic(), c));
        return found;
    }

    private static Candidate row(Map<Statistic, Candidate> rows, Statistic statistic) {
        return Objects.requireNonNull(rows.get(statistic), () -> "no row " + statistic);
    }

    private static void assertRow(
            Map<Statistic, Candidate> rows, Statistic statistic, Candidate.Claim claim, Kind... kinds) {
        Candidate row = row(rows, statistic);
        assertThat(row.claim()).as(statistic.key()).isEqualTo(claim);
        assertThat(row.remarks()).as(statistic.key()).extracting(Remark::kind).containsExactly(kinds);
    }

    @Test
    void aWideRandomNetworkIsJudgedWhereTheFormulasAreMeantTo() {
        Map<Statistic, Candidate> rows = candidates(wide(), 2);
        assertRow(rows, Statistic.MEAN, EXACT);
        assertRow(rows, Statistic.SECOND_MOMENT, EXACT);
        assertRow(rows, Statistic.TOP_MEAN, EXACT, Kind.MEAN_OF_OUTLIERS);
        assertRow(rows, Statistic.MAX, INDICATIVE, Kind.OUTLIERS_SPLIT);
        assertRow(rows, Statistic.LEARNING_RATE_BOUND, INDICATIVE, Kind.OUTLIERS_SPLIT);
        assertRow(rows, Statistic.BULK, EXACT);
        assertRow(rows, Statistic.FISHER_RAO_NORM, INDICATIVE, Kind.NORM_SCATTERS, Kind.NORM_NEEDS_NETWORKS);
        assertRow(rows, Statistic.EFFECTIVE_DIMENSION, INDICATIVE, Kind.TWO_LEVELS);
        assertRow(rows, Statistic.LOG_VOLUME, INDICATIVE, Kind.TWO_LEVELS);
    }

    @Test
    void withOneOutputTheLargestEigenvalueIsJudged() {
        Map<Statistic, Candidate> rows = candidates(study(NetworkSpec.of(TANH, 3, 0.64, 500, 500, 500, 1), 100), 2);
        assertRow(rows, Statistic.MAX, EXACT);
        assertRow(rows, Statistic.LEARNING_RATE_BOUND, EXACT);
    }

    /** 4000/C networks make the mean of the norms close to normal. */
    @Test
    void theNormIsJudgedFromEnoughNetworksOn() {
        assertRow(
                candidates(wide(), 399),
                Statistic.FISHER_RAO_NORM,
                INDICATIVE,
                Kind.NORM_SCATTERS,
                Kind.NORM_NEEDS_NETWORKS);
        assertThat(row(candidates(wide(), 399), Statistic.FISHER_RAO_NORM).note())
                .contains("from 400 networks on");
        assertRow(candidates(wide(), 400), Statistic.FISHER_RAO_NORM, EXACT, Kind.NORM_SCATTERS);
        assertThat(ComparisonTable.normNetworks(1)).isEqualTo(4000);
        assertThat(ComparisonTable.normNetworks(4000)).isEqualTo(2);
        assertThat(ComparisonTable.normNetworks(3)).isEqualTo(1334);
    }

    @Test
    void withoutHiddenLayerNoOutlierIsJudged() {
        Map<Statistic, Candidate> rows = candidates(study(NetworkSpec.of(TANH, 3, 0.64, 500, 10), 100), 2);
        assertRow(rows, Statistic.TOP_MEAN, NONE, Kind.NO_HIDDEN_LAYER);
        assertRow(rows, Statistic.MAX, NONE, Kind.NO_HIDDEN_LAYER);
    }

    @Test
    void aCentredNetworkHasNoOutlier() {
        Map<Statistic, Candidate> rows = candidates(study(NetworkSpec.of(TANH, 3, 0, 500, 500, 500, 10), 100), 2);
        assertRow(rows, Statistic.TOP_MEAN, NONE, Kind.NO_OUTLIER);
        assertRow(rows, Statistic.BULK, INDICATIVE, Kind.BULK_HOLDS_OUTLIERS);
    }

    @Test
    void oneSampleHasNoBulk() {
        Map<Statistic, Candidate> rows = candidates(study(NetworkSpec.of(TANH, 3, 0.64, 500, 500, 500, 10), 1), 2);
        assertThat(row(rows, Statistic.BULK).claim()).isEqualTo(NONE);
    }

    @Test
    void aNarrowDeepNetworkIsNotJudgedAndTheRowSaysWhy() {
        Map<Statistic, Candidate> rows =
                candidates(study(NetworkSpec.of(TANH, 3, 0.64, 100, 4, 4, 4, 4, 4, 4, 4, 4, 2), 100), 2);
        for (Statistic statistic : Statistic.values()) {
            assertRow(rows, statistic, NONE, Kind.TOO_NARROW);
        }
        assertThat(row(rows, Statistic.MEAN).note())
                .startsWith("Too narrow for its depth: ")
                .endsWith(".");
    }

    @Test
    void anotherLikelihoodHasNoClosedPrediction() {
        StudyConfig config = wide().withFisher(FisherRequest.exact(new Likelihood.Categorical()));
        for (Statistic statistic : Statistic.values()) {
            assertRow(candidates(config, 2), statistic, NONE, Kind.NO_PREDICTION_FOR_LABELS);
        }
    }

    @Test
    void givenInputsLeaveWhatDependsOnLengthsAlone() {
        double[] pixels = new double[40 * 500];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (i * 7919 % 255) / 255.0;
        }
        StudyConfig config = wide().withInputs(new InputSource.Given(Dataset.ofRows(
                40,
                500,
                (row, target) -> System.arraycopy(pixels, row * 500, target, 0, 500),
                DataSource.memory("pixels"))));
        Map<Statistic, Candidate> rows = candidates(config, 2);
        assertRow(rows, Statistic.MEAN, INDICATIVE, Kind.LENGTHS_OF_INPUTS);
        assertRow(rows, Statistic.FISHER_RAO_NORM, INDICATIVE, Kind.LENGTHS_OF_INPUTS_NORM);
        assertRow(rows, Statistic.TOP_MEAN, INDICATIVE, Kind.OVERLAPS_OF_INPUTS);
        assertRow(rows, Statistic.BULK, INDICATIVE, Kind.OVERLAPS_OF_INPUTS);
    }

    @ParameterizedTest
    @EnumSource(
            value = FisherForm.class,
            names = {"LAYERS", "UNITS", "KRONECKER", "EIGEN_KRONECKER", "BLOCK_TRIDIAGONAL", "DIAGONAL"})
    void ofAFormTheMeanIsJudgedWhereItIsThatOfTheWhole(FisherForm form) {
        Map<Statistic, Candidate> rows = candidates(wide().withMatrix(new StudiedMatrix.Form(form)), 2);
        if (form == FisherForm.KRONECKER) {
            assertRow(rows, Statistic.MEAN, INDICATIVE, Kind.NEARLY_SAME_TRACE);
        } else {
            assertRow(rows, Statistic.MEAN, EXACT, Kind.SAME_DIAGONAL);
        }
        boolean more =
                form == FisherForm.LAYERS || form == FisherForm.KRONECKER || form == FisherForm.BLOCK_TRIDIAGONAL;
        if (more) {
            assertRow(rows, Statistic.SECOND_MOMENT, INDICATIVE, Kind.LEADING_ORDER);
            assertRow(rows, Statistic.TOP_MEAN, INDICATIVE, Kind.LEADING_ORDER);
        } else {
            assertRow(rows, Statistic.SECOND_MOMENT, NONE, Kind.NO_PREDICTION_FOR_MATRIX);
        }
        assertRow(rows, Statistic.FISHER_RAO_NORM, NONE, Kind.NO_PREDICTION_FOR_MATRIX);
    }
}
