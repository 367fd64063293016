package io.github.fisherscope.papers;

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
        return List.of(
                karakida2018(),
                karakida2019(),
                karakida2021(),
                pennington2018(),
                fan2020(),
                amari2018(),
                amari2000(),
                karakida2020(),
                wei2008(),
                nagano2017());
    }

    private static Paper karakida2018() {
        return new Paper(
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
                        new FisherRaoAgainstDepth()));
    }

    private static Paper karakida2019() {
        return new Paper(
                "karakida2019",
                "Karakida, Akaho, Amari: The Normalization Method for Alleviating Pathological Sharpness in Wide Neural"
                        + " Networks (arXiv:1906.02926, NeurIPS 2019)",
                List.of(
                        new MeanSubtraction(Family.TANH),
                        new MeanSubtraction(Family.RELU),
                        new MeanSubtraction(Family.LINEAR),
                        new LastLayerNormalization()));
    }

    private static Paper karakida2021() {
        return new Paper(
                "karakida2021",
                "Karakida, Akaho, Amari: Pathological Spectra of the Fisher Information Metric and Its Variants in Deep"
                        + " Neural Networks (arXiv:1910.05992, Neural Computation 33(8), 2021)",
                List.of(new SoftmaxOutliers(), new SoftmaxStatistics(), new MetricAgainstWidth()));
    }

    private static Paper pennington2018() {
        return new Paper(
                "pennington2018",
                "Pennington, Worah: The Spectrum of the Fisher Information Matrix of a Single-Hidden-Layer Neural Network"
                        + " (NeurIPS 2018)",
                List.of(
                        new SpectralDensity(new SingleHiddenLayerModel("identity", "linear")),
                        new SpectralDensity(new SingleHiddenLayerModel("tanh", "tanh")),
                        new SpectralDensity(new SingleHiddenLayerModel("erf", "erf"))));
    }

    private static Paper fan2020() {
        return new Paper(
                "fan2020",
                "Fan, Wang: Spectra of the Conjugate Kernel and Neural Tangent Kernel for Linear-Width Neural Networks"
                        + " (arXiv:2005.11879, NeurIPS 2020)",
                List.of(
                        new SpectralDensity(new LinearWidthModel(LinearWidthModel.Kernel.CONJUGATE, "tanh")),
                        new SpectralDensity(new LinearWidthModel(LinearWidthModel.Kernel.TANGENT, "tanh")),
                        new SpectralDensity(new LinearWidthModel(LinearWidthModel.Kernel.TANGENT, "erf")),
                        new SpectralDensity(new CentredNetworkModel("tanh", "tanh", 2)),
                        new SpectralDensity(new CentredNetworkModel("identity", "linear", 1))));
    }

    private static Paper amari2018() {
        return new Paper(
                "amari2018",
                "Amari, Karakida, Oizumi: Information Geometry Connecting Wasserstein Distance and Kullback-Leibler Divergence"
                        + " via the Entropy-Relaxed Transportation Problem (arXiv:1709.10219, Information Geometry 1, 2018)",
                List.of(new SimplexContours(), new TransportMeans(), new RelaxationLimits()));
    }

    private static Paper amari2000() {
        return new Paper(
                "amari2000",
                "Amari, Park, Fukumizu: Adaptive Method of Realizing Natural Gradient Learning for Multilayer Perceptrons (Neural"
                        + " Computation 12(6), 2000)",
                List.of(new AdaptiveAgainstPlain(), new FisherEfficiency()));
    }

    private static Paper karakida2020() {
        return new Paper(
                "karakida2020",
                "Karakida, Osawa: Understanding Approximate Fisher Information for Fast Convergence of Natural Gradient Descent in"
                        + " Wide Neural Networks (arXiv:2010.00879, NeurIPS 2020)",
                List.of(new NaturalRates(), new IsotropyConditions()));
    }

    private static Paper wei2008() {
        return new Paper(
                "wei2008",
                "Wei, Zhang, Cousseau, Ozeki, Amari: Dynamics of Learning near Singularities in Layered Networks (Neural"
                        + " Computation 20(3), 2008)",
                List.of(new Plateau(), new SlowLaw()));
    }

    private static Paper nagano2017() {
        return new Paper(
                "nagano2017",
                "Nagano, Karakida, Okada: Concept Formation and Dynamics of Repeated Inference in Deep Generative Models"
                        + " (arXiv:1712.04195; Scientific Reports 10, 2020)",
                List.of(new ConceptsAndMemories()));
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
