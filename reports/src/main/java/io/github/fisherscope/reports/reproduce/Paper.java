package io.github.fisherscope.reports.reproduce;

import java.util.List;

/**
 * A paper and its experiments.
 *
 * @param id how the command line calls it
 * @param citation authors, title and where it appeared
 */
public record Paper(String id, String citation, List<Experiment> experiments) {
    public Paper {
        experiments = List.copyOf(experiments);
    }

    /** Returns every paper. */
    public static List<Paper> all() {
        return List.of(new Paper(
                "karakida2018",
                "Karakida, Akaho, Amari: Universal Statistics of Fisher Information in Deep Neural Networks: Mean Field"
                        + " Approach (arXiv:1806.01316, AISTATS 2019)",
                List.of(
                        new StatisticsAgainstWidth(Family.TANH),
                        new StatisticsAgainstWidth(Family.RELU),
                        new StatisticsAgainstWidth(Family.LINEAR),
                        new LongTail(Family.TANH),
                        new LongTail(Family.RELU),
                        new LongTail(Family.LINEAR),
                        new LearningRateLimit(),
                        new Catapult(),
                        new FisherRaoAgainstDepth())));
    }

    /**
     * Returns a paper by its id.
     *
     * @throws IllegalArgumentException naming all papers if there is none
     */
    public static Paper find(String id) {
        return all().stream()
                .filter(p -> p.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no paper '%s'; choose from %s"
                        .formatted(id, all().stream().map(Paper::id).toList())));
    }

    /**
     * Returns an experiment by its name.
     *
     * @throws IllegalArgumentException naming all experiments if there is none
     */
    public Experiment experiment(String name) {
        return experiments.stream()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("%s has no figure '%s'; choose from %s"
                        .formatted(
                                id,
                                name,
                                experiments.stream().map(Experiment::name).toList())));
    }
}
