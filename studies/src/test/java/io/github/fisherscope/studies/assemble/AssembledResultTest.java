package io.github.fisherscope.studies.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.EnsembleInfo;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Results of the linear map f = W x with rows (1, 2) and (3, 4) at the inputs (2, 0) and (0, 1). F holds X Xᵀ/T once for each
 * of the two outputs, so that its eigenvalues are 2, 2, ½, ½ and everything in a result follows by hand.
 */
class AssembledResultTest {
    private static final StudyConfig LINEAR = Small.given(Small.linear(2, 1, 2, 3, 4), Small.rows(2, 2, 0, 0, 1));
    private static final SpectrumResult RESULT = SpectrumStudy.of(LINEAR).run();
    private static final double EXACT = 1e-12;

    @Test
    void theSpectrumIsThatOfTheInputs() {
        assertThat(RESULT.spectrum().eigenvalues().toArray())
                .containsExactly(new double[] {2, 2, 0.5, 0.5}, within(EXACT));
        assertThat(RESULT.spectrum().mean()).isCloseTo(1.25, within(EXACT));
        assertThat(RESULT.spectrum().secondMoment()).isCloseTo(8.5 / 4, within(EXACT));
        assertThat(RESULT.spectrum().max()).isCloseTo(2, within(EXACT));
        assertThat(RESULT.spectrum().statistics().topMean()).isCloseTo(2, within(EXACT));
        assertThat(RESULT.spectrum().statistics().bulk()).isCloseTo(0.5, within(EXACT));
        assertThat(RESULT.spectrum().ranks().rank()).isEqualTo(4);
        assertThat(RESULT.spectrum().ranks().zeroFraction()).isZero();
        assertThat(RESULT.spectrum().ranks().participationRatio()).isCloseTo(25 / 8.5, within(EXACT));
        assertThat(RESULT.spectrum().ranks().effectiveRank()).isCloseTo(2.5, within(EXACT));
    }

    /** One eigenvalue asked for is one of two per layer; the statistics over both stay. */
    @Test
    void layersShowAsManyEigenvaluesAsAreAskedFor() {
        LayerInfo.Measured all = RESULT.layers().get(0).measured();
        assertThat(Objects.requireNonNull(all.top()).toArray()).containsExactly(new double[] {2, 2}, within(EXACT));
        SpectrumOptions one = SpectrumOptions.defaults().withTop(1);
        LayerInfo.Measured some =
                SpectrumStudy.of(LINEAR.withOptions(one)).run().layers().get(0).measured();
        assertThat(Objects.requireNonNull(some.top()).toArray()).containsExactly(new double[] {2}, within(EXACT));
        assertThat(some.max()).isEqualTo(all.max());
        assertThat(some.topMean()).isEqualTo(all.topMean());
    }

    /** Shares 0.4, 0.4, 0.1, 0.1: −Σ p log p. */
    @Test
    void theDistributionCountsTheEigenvalues() {
        DistributionInfo d = Objects.requireNonNull(RESULT.distribution());
        assertThat(d.spectralEntropy()).isCloseTo(-(0.8 * Math.log(0.4) + 0.2 * Math.log(0.1)), within(EXACT));
        // at least half of λ_max: the two of 2; at least a tenth of it: all four
        assertThat(d.shares().counts().get(0).count()).isEqualTo(2);
        assertThat(d.shares().counts().get(1).count()).isEqualTo(4);
        // Markov at x = 1: no more than tr F / x = 5 and tr F² / x² = 8.5 are that large, and there are four
        assertThat(d.shares().counts().get(0).bound()).isCloseTo(4, within(EXACT));
        assertThat(d.shares().quantiles())
                .extracting(DistributionInfo.Quantile::value)
                .isSorted();
        assertThat(d.shares().nearZero())
                .allSatisfy(share -> assertThat(share.share()).isZero());
        assertThat(Objects.requireNonNull(d.gap()).ratio()).isCloseTo(4, within(EXACT));
        assertThat(Objects.requireNonNull(d.gap()).outliers()).isEqualTo(2);
    }

    /** 2/λ_max = 1; with momentum μ the heavy ball allows 2(1 + μ)/λ_max. */
    @Test
    void learningRatesFollowFromTheLargestEigenvalue() {
        LearningRateInfo rates = RESULT.learningRate();
        assertThat(rates.bound()).isCloseTo(1, within(EXACT));
        assertThat(rates.predictedBound()).isNull();
        assertThat(rates.momentum().get(0).bound()).isCloseTo(1.9, within(EXACT));
        // damped natural gradient with F + ρ: 2 (λ + ρ)/λ at λ = 2
        assertThat(rates.damped())
                .extracting(LearningRateInfo.DampedBound::damping)
                .containsExactly(0.01, 1.0, 100.0);
        assertThat(rates.damped().get(1).bound()).isCloseTo(3, within(EXACT));
        assertThat(rates.trials()).isEmpty();
    }

    /** θᵀFθ = 2 (1² + 3²) + ½ (2² + 4²) = 30, and the diagonal has the same since F is diagonal here. */
    @Test
    void normsAreThoseOfTheWeights() {
        CapacityInfo.FisherRaoNorm norm =
                Objects.requireNonNull(RESULT.capacity().fisherRaoNorm());
        assertThat(norm.measured()).isCloseTo(30, within(1e-11));
        assertThat(norm.diagonalMeasured()).isCloseTo(30, within(1e-11));
        assertThat(norm.standardError()).isNull();
        CapacityInfo.LogVolume volume = Objects.requireNonNull(RESULT.capacity().logVolume());
        assertThat(volume.value()).isCloseTo(2 * Math.log(3) + 2 * Math.log(1.5), within(EXACT));
        CapacityInfo.DescriptionLength length =
                Objects.requireNonNull(RESULT.capacity().descriptionLength());
        assertThat(length.priorTerm()).isCloseTo((1 + 4 + 9 + 16) / 2.0, within(EXACT));
    }

    /** There is one layer, so that its block is the whole matrix. */
    @Test
    void theOnlyLayerIsTheWholeMatrix() {
        LayerInfo layer = RESULT.layers().get(0);
        assertThat(RESULT.layers()).hasSize(1);
        assertThat(layer.parameters()).isEqualTo(4);
        assertThat(layer.measured().mean()).isCloseTo(1.25, within(EXACT));
        assertThat(layer.measured().secondMoment()).isCloseTo(8.5 / 4, within(EXACT));
        assertThat(layer.measured().max()).isCloseTo(2, within(1e-6));
        assertThat(layer.predicted().predictedMean()).isNull();
    }

    @Test
    void whatWasMeasuredIsDescribed() {
        assertThat(RESULT.network().widths()).containsExactly(2, 2);
        assertThat(RESULT.network().parameters()).isEqualTo(4);
        assertThat(RESULT.network().given().source()).isEqualTo("net.npz");
        assertThat(RESULT.network().drawn().seed()).isNull();
        assertThat(RESULT.data().samples()).isEqualTo(2);
        assertThat(RESULT.data().origin().source()).isEqualTo("numbers");
        assertThat(RESULT.data().origin().seed()).isNull();
        assertThat(RESULT.data().labels()).isNull();
        assertThat(RESULT.data().moments().qHat0()).isCloseTo(1.25, within(EXACT));
        assertThat(RESULT.fisher().matrix()).isEqualTo("fisher");
        assertThat(RESULT.fisher().conventions()).contains("weights only");
        assertThat(RESULT.spectrum().run().memory().limitBytes()).isEqualTo(Small.ONE_THREAD.memoryLimit());
        assertThat(RESULT.provenance().seeds()).containsEntry("study", "1");
        assertThat(RESULT.provenance().machine().backend()).startsWith("java: ");
        assertThat(RESULT.notes()).isEmpty();
    }

    /** Doubled inputs make every eigenvalue four times as large. */
    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethodScalesWithTheInputs(Method method) {
        StudyConfig doubled = Small.given(Small.linear(2, 1, 2, 3, 4), Small.rows(2, 4, 0, 0, 2))
                .withMethod(method)
                .withOptions(SpectrumOptions.defaults().withTop(2));
        SpectrumResult result = SpectrumStudy.of(doubled).run();
        assertThat(result.spectrum().max()).isCloseTo(8, within(1e-8));
        assertThat(result.spectrum().mean()).isCloseTo(5, within(1e-9));
        assertThat(result.learningRate().bound()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void anEnsembleHasTheValuesOfEveryNetwork() {
        SpectrumResult three = SpectrumStudy.of(Small.random(5).withNetworks(3)).run();
        EnsembleInfo ensemble = Objects.requireNonNull(three.ensemble());
        assertThat(ensemble.networks()).isEqualTo(3);
        assertThat(ensemble.seeds()).containsExactly("1", "1", "1");
        double[] means = ensemble.of(Statistic.MEAN).toArray();
        assertThat(means).hasSize(3);
        // the first network of an ensemble is the network of a study of one, and rows are means over all
        assertThat(means[0]).isEqualTo(Small.result().spectrum().mean());
        double mean = (means[0] + means[1] + means[2]) / 3;
        double squares = 0;
        for (double m : means) {
            squares += (m - mean) * (m - mean);
        }
        var row = Objects.requireNonNull(three.row("mean"));
        assertThat(row.measured()).isCloseTo(mean, within(1e-12 * mean));
        assertThat(row.standardError()).isCloseTo(Math.sqrt(squares / 2 / 3), within(1e-12 * mean));
        assertThat(Small.result().ensemble()).isNull();
        LayerInfo.Measured layer = three.layers().get(1).measured();
        assertThat(layer.meanStandardError()).isNotNull();
        assertThat(Small.result().layers().get(1).measured().meanStandardError())
                .isNull();
    }

    @Test
    void labelsThatPlayNoPartAreNamed() {
        StudyConfig labelled =
                Small.given(Small.linear(2, 1, 2, 3, 4), Small.labelled(2, Labels.Classes.of(2, 0, 1), 2, 0, 0, 1));
        SpectrumResult result = SpectrumStudy.of(labelled).run();
        assertThat(result.data().labels()).isEqualTo("classes.npy");
        assertThat(result.notes())
                .singleElement()
                .asString()
                .contains("classes.npy")
                .contains("play no part");
        Optional<Note> drawn =
                UnusedLabels.of(labelled.withFisher(FisherRequest.monteCarlo(new Likelihood.Categorical(), 2, 1)));
        assertThat(drawn).contains(new Note.LabelsUnused("classes.npy", Note.Averaged.DRAWN_LABELS));
        assertThat(UnusedLabels.of(labelled)).contains(new Note.LabelsUnused("classes.npy", Note.Averaged.MODEL));
        assertThat(UnusedLabels.of(labelled.withFisher(
                        FisherRequest.empirical(new Likelihood.Categorical(), Labels.Classes.of(2, 0, 1)))))
                .isEmpty();
        assertThat(UnusedLabels.of(LINEAR)).isEmpty();
        assertThat(UnusedLabels.of(labelled.inputs(), Note.Averaged.ESTIMATORS))
                .contains(new Note.LabelsUnused("classes.npy", Note.Averaged.ESTIMATORS));
    }

    @Test
    void whatTheReaderMustKnowIsNoted() {
        SpectrumResult constant = SpectrumStudy.of(Small.given(Small.linear(2, 1, 2), Small.rows(2, 1, 5, 2, 5, 3, 5)))
                .run();
        assertThat(constant.notes()).containsExactly("1 of 2 inputs are the same in every sample.");
        SpectrumResult part = SpectrumStudy.of(Small.random(20)
                        .withMethod(Method.LANCZOS)
                        .withOptions(SpectrumOptions.defaults().withTop(3)))
                .run();
        assertThat(part.notes()).anyMatch(n -> n.startsWith("Only the 3 largest eigenvalues were computed"));
        SpectrumResult tridiagonal = SpectrumStudy.of(
                        Small.random(5).withMatrix(StudiedMatrix.parse("fisher", "block-tridiagonal", "none")))
                .run();
        long negative = tridiagonal.spectrum().eigenvalues().stream()
                .filter(v -> v < -1e-9)
                .count();
        assertThat(negative).isZero(); // layers of two have no block beside a diagonal one that could outweigh them
        assertThat(tridiagonal.notes()).anyMatch(n -> n.contains("none of its eigenvalues is negative"));
    }

    @Test
    void aNetworkOfAnyLayersIsDescribedByItsLayersAndTensors() {
        var info = NetworkDescription.of(Small.imported(3).network(), 1);
        var graph = Objects.requireNonNull(info.graph());
        assertThat(info.parameters()).isEqualTo(32);
        assertThat(info.widths()).containsExactly(3, 2);
        assertThat(graph.layers()).extracting(k -> k.count()).containsExactlyInAnyOrder(2, 1);
        assertThat(graph.tensors()).hasSize(4);
        assertThat(NetworkDescription.reading(Small.imported(3).network())).isNull();
        assertThat(NetworkDescription.of(Small.random(3).network(), 7).drawn().seed())
                .isEqualTo("7");
    }

    @ParameterizedTest
    @CsvSource({"1, 4000", "3, 1334", "4000, 2", "100000, 2"})
    void normsNeedSoManyNetworksThatTheirMeanIsNormal(int outputs, int networks) {
        assertThat(ComparisonTable.normNetworks(outputs)).isEqualTo(networks);
    }

    /** A constant network has F = 0: no learning rate is bounded, and nothing is negative or infinite. */
    @Test
    void aMatrixOfZerosBoundsNoLearningRate() {
        assertThat(LearningRateSection.bound(0)).isNull();
        assertThat(LearningRateSection.bound(-1)).isNull();
        assertThat(LearningRateSection.bound(4)).isEqualTo(0.5);
        assertThat(LearningRateSection.bounds(LINEAR.fisher())).isTrue();
        assertThat(LearningRateSection.bounds(FisherRequest.monteCarlo(new Likelihood.Gaussian(1), 2, 1)))
                .isFalse();
    }

    @Test
    void whyNothingIsJudgedIsSaidBeforeMeasuring() {
        assertThat(SpectrumStudy.of(LINEAR).whyNothingIsJudged())
                .hasValueSatisfying(why -> assertThat(why).contains("random weights"));
        assertThat(SpectrumStudy.of(Small.random(5).withLikelihood(new Likelihood.Categorical()))
                        .whyNothingIsJudged())
                .hasValueSatisfying(why -> assertThat(why).contains("categorical"));
        StudyConfig wide = StudyConfig.random(
                io.github.fisherscope.core.network.NetworkSpec.of(
                        new io.github.fisherscope.core.network.Activation.Tanh(), 3, 0.64, 500, 500, 500, 1),
                100);
        assertThat(SpectrumStudy.of(wide).whyNothingIsJudged()).isEmpty();
        assertThat(wide.network()).isInstanceOf(NetworkSource.Random.class);
        assertThat(List.of(Statistic.values())).isNotEmpty();
    }
}
