package io.github.fisherscope.studies.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.EnsembleInfo;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

/**
 * The limit for a single network at one and two samples, which was chosen after simulations had been seen, on families that
 * were not among them. The rate of a row, the families, the number of networks and the seed were fixed before the first run.
 */
class SingleNetworkLimitTest {
    private static final double RATE = 0.01;
    private static final int NETWORKS = 500;
    private static final long SEED = 90_210;

    /** That a count is beyond this by chance. */
    private static final double FALSE_ALARM = 1e-4;

    private record Family(String activation, double weights, double biases, int samples, List<Integer> widths) {
        NetworkSpec spec() {
            return new NetworkSpec(widths, Activation.parse(activation), weights, biases);
        }
    }

    private static final List<Family> FAMILIES = List.of(
            new Family("relu", 2, 0.2, 1, List.of(70, 50, 70, 2)),
            new Family("tanh", 2.5, 0.3, 2, List.of(50, 60, 60, 1)),
            new Family("gelu", 1.8, 0.1, 1, List.of(60, 60, 3)),
            new Family("leaky-relu:0.3", 1.7, 0.2, 2, List.of(60, 50, 50, 2)),
            new Family("identity", 1, 0.2, 1, List.of(50, 50, 50, 1)));

    private static final List<Statistic> STATISTICS = List.of(Statistic.MEAN, Statistic.SECOND_MOMENT);

    private int refusals(Family family, EnsembleInfo ensemble, Statistic statistic, double share) {
        MeanFieldPrediction p = MeanFieldTheory.predict(family.spec(), InputMoments.standardNormal(), family.samples());
        double predicted = statistic == Statistic.MEAN
                ? p.recommended().mean()
                : p.recommended().secondMoment();
        double scatter = FiniteWidth.derivedScatter(statistic, p.scatter());
        double bias = FiniteWidth.relativeBias(statistic, p);
        TheoryComparison comparison = TheoryComparison.of(new ComparisonConfig(RATE));
        return (int) ensemble.of(statistic).stream()
                .mapToObj(v -> Candidate.ofOneNetwork(statistic, v, predicted, share * scatter, bias))
                .filter(c -> comparison.compare(List.of(c)).get(0).verdict() == Verdict.DISAGREES)
                .count();
    }

    @Test
    void singleNetworksAreNotRefusedMoreOftenThanStated() {
        int most = BinomialDistribution.of(NETWORKS, RATE)
                .inverseSurvivalProbability(FALSE_ALARM / (FAMILIES.size() * STATISTICS.size()));
        List<String> beyond = new ArrayList<>();
        int seenWithHalf = 0;
        for (Family family : FAMILIES) {
            EnsembleInfo ensemble =
                    Objects.requireNonNull(SpectrumStudy.of(StudyConfig.random(family.spec(), family.samples())
                                    .withSeed(SEED)
                                    .withNetworks(NETWORKS))
                            .run()
                            .ensemble());
            for (Statistic statistic : STATISTICS) {
                int refused = refusals(family, ensemble, statistic, 1);
                if (refused > most) {
                    beyond.add(family + " " + statistic + ": " + refused);
                }
                seenWithHalf += refusals(family, ensemble, statistic, 0.5) > most ? 1 : 0;
            }
        }
        assertThat(beyond).as("more than %d of %d", most, NETWORKS).isEmpty();
        assertThat(seenWithHalf).as("half the scatter would be noticed").isGreaterThanOrEqualTo(4);
    }
}
