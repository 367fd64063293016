package io.github.fisherscope.studies.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.FisherStatistics;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.RecommendedStatistics;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationTest {
    private static final NetworkSpec RELU = NetworkSpec.of(Activation.parse("relu"), 2, 0.1, 200, 200, 200, 1);

    private static VerifyConfig config(List<Statistic> statistics) {
        return VerifyConfig.suite()
                .withCases(List.of(new VerifyCase(RELU, 10)))
                .withStatistics(statistics)
                .withExecution(
                        Execution.defaults().withBackend("java").withConfig(new BackendConfig(Precision.DOUBLE, 2)));
    }

    /** Theory with κ₁, and so S₁, too large by a factor: what a slip in one order parameter would do. */
    private static MeanFieldPrediction withKappa1(double factor, NetworkSpec spec, InputMoments moments, long samples) {
        MeanFieldPrediction p = MeanFieldTheory.predict(spec, moments, samples);
        FisherStatistics f = p.statistics();
        double t = samples;
        double extra = (factor - 1) * f.gradientSquare();
        RecommendedStatistics r = p.recommended();
        double square = f.gradientSquare() * f.gradientSquare();
        RecommendedStatistics wrong = new RecommendedStatistics(
                factor * r.mean(),
                r.secondMoment() + f.outputs() * (factor * factor - 1) * square / t / f.parameters(),
                r.topMean() + extra / t,
                r.largest() + extra / t,
                r.bulk() + extra / t,
                r.basis());
        return p.withRecommended(wrong);
    }

    @Test
    void theoryAsItIsAgrees() {
        VerifyResult result = Verification.of(
                        config(List.of(Statistic.MEAN, Statistic.SECOND_MOMENT, Statistic.TOP_MEAN, Statistic.BULK))
                                .withPower(0.25, 0.01))
                .run(StudyListener.silent());

        assertThat(result.agrees()).isTrue();
        assertThat(result.powerful()).isTrue();
        assertThat(result.overall()).isEqualTo(Verdict.AGREES);
        assertThat(result.cases())
                .singleElement()
                .satisfies(c -> assertThat(c.rows())
                        .extracting(r -> r.comparison().statistic())
                        .containsExactly("mean", "secondMoment", "max", "bulk"));
    }

    @Test
    void aKappa1WrongBySixPerCentIsSeenAndNamed() {
        VerifyConfig config = config(List.of(Statistic.MEAN)).withPower(0.06, 0.01);
        for (double factor : new double[] {1.06, 0.94}) {
            VerifyResult result = Verification.of(config)
                    .withTheory((spec, moments, samples) -> withKappa1(factor, spec, moments, samples))
                    .run(StudyListener.silent());

            assertThat(result.agrees()).isFalse();
            ComparisonRow row = result.cases().get(0).rows().get(0).comparison();
            assertThat(row.zScore())
                    .isNotNull()
                    .satisfies(z -> assertThat(Math.signum(z)).isEqualTo(1 - factor < 0 ? -1 : 1));
            assertThat(row.statistic()).isEqualTo("mean");
            assertThat(row.verdict()).isEqualTo(Verdict.DISAGREES);
        }
        assertThat(Verification.of(config).run(StudyListener.silent()).agrees()).isTrue();
    }

    @Test
    void whatTheoryDoesNotClaimIsRefusedBeforeMeasuring() {
        NetworkSpec centred = NetworkSpec.of(Activation.parse("tanh"), 2, 0, 100, 100, 100, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verification.of(
                                config(List.of(Statistic.MAX)).withCases(List.of(new VerifyCase(centred, 10))))
                        .run((stage, done, total) -> {
                            throw new AssertionError("measured although refused");
                        }))
                .withMessageContaining("max; it cannot be verified for tanh")
                .withMessageContaining("cannot be verified");
    }

    @Test
    void anErrorBelowTheFormulasOwnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verification.of(
                                config(List.of(Statistic.TOP_MEAN)).withPower(0.01, 0.01))
                        .run(StudyListener.silent()))
                .withMessageContaining("detect a larger one or use wider networks");
    }

    @Test
    void tooFewNetworksAreCalledWeak() {
        VerifyResult result =
                Verification.of(config(List.of(Statistic.MEAN)).withNetworks(2)).run(StudyListener.silent());

        assertThat(result.powerful()).isFalse();
    }

    /** Two networks have a scatter of their own that any error may hide in. */
    @Test
    void whatSeesNoErrorIsNotCalledAgreement() {
        VerifyResult result = Verification.of(
                        config(List.of(Statistic.SECOND_MOMENT)).withNetworks(2))
                .run(StudyListener.silent());

        assertThat(result.cases().get(0).rows().get(0).detectable()).isInfinite();
        assertThat(result.judged()).isZero();
        assertThat(result.agrees()).isFalse();
    }

    /** Where chance makes three networks lie close together and near theory, their number promises no more than before. */
    @Test
    void agreementNeedsThePowerToDisagree() {
        for (long seed = 1; seed <= 5; seed++) {
            VerifyResult result = Verification.of(config(List.of(Statistic.MEAN, Statistic.BULK))
                            .withNetworks(3)
                            .withSeed(seed))
                    .run(StudyListener.silent());

            assertThat(result.cases().get(0).rows()).allSatisfy(row -> {
                assertThat(row.detectable()).isGreaterThan(1);
                assertThat(row.comparison().verdict()).isNotEqualTo(Verdict.AGREES);
            });
            assertThat(result.agrees()).isFalse();
        }
    }

    /** Narrow networks with the number of networks that the plan asks for: what is promised must hold there, too. */
    @ParameterizedTest
    @CsvSource({"identity, 1, 0.1, 100-100-2, 30, 0.3", "tanh, 3, 0.64, 60-60-2, 30, 0.25"})
    void thePromiseHoldsForNarrowNetworks(
            String activation, double w, double b, String widths, int samples, double detect) {
        int[] sizes = Stream.of(widths.split("-")).mapToInt(Integer::parseInt).toArray();
        NetworkSpec spec = NetworkSpec.of(Activation.parse(activation), w, b, sizes);
        VerifyConfig config = config(List.of(Statistic.MEAN, Statistic.TOP_MEAN, Statistic.BULK))
                .withCases(List.of(new VerifyCase(spec, samples)))
                .withPower(detect, 0.01);
        for (long seed = 11; seed <= 13; seed++) {
            VerifyResult result = Verification.of(config.withSeed(seed)).run(StudyListener.silent());
            assertThat(result.agrees()).as("seed %d: %s", seed, result).isTrue();
            assertThat(result.powerful()).isTrue();
        }
        // The same plan sees an outlier that is predicted too high by what the formula allows and the error asked for.
        double share = detect + 0.2;
        VerifyResult wrong = Verification.of(config)
                .withTheory((s, moments, t) -> withTop(1 + share, s, moments, t))
                .run(StudyListener.silent());
        assertThat(wrong.agrees()).isFalse();
    }

    private static MeanFieldPrediction withTop(double factor, NetworkSpec spec, InputMoments moments, long samples) {
        MeanFieldPrediction p = MeanFieldTheory.predict(spec, moments, samples);
        RecommendedStatistics r = p.recommended();
        return p.withRecommended(new RecommendedStatistics(
                r.mean(), r.secondMoment(), factor * r.topMean(), r.largest(), r.bulk(), r.basis()));
    }

    /** What cannot be promised is refused before measuring, with the size from which it can. */
    @Test
    void refusalsNameTheSizeFromWhichOneCan() {
        NetworkSpec narrow = NetworkSpec.of(Activation.parse("identity"), 1, 0.1, 100, 100, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verification.of(config(List.of(Statistic.TOP_MEAN))
                                .withCases(List.of(new VerifyCase(narrow, 30)))
                                .withPower(0.05, 0.01))
                        .run(StudyListener.silent()))
                .withMessageContaining("topMean; it cannot be verified for identity [100, 100, 2] at T = 30")
                .withMessageContaining("may be off by")
                .withMessageMatching("(?s).*it can be from widths [0-9]+,[0-9]+,2 on.*");
        NetworkSpec few = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 3, 500, 500, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Verification.of(
                                config(List.of(Statistic.SECOND_MOMENT)).withCases(List.of(new VerifyCase(few, 100))))
                        .run(StudyListener.silent()))
                .withMessageContaining("Too few inputs");
    }
}
