package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.network.NetworkFile;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.reports.study.InputSource;
import io.github.fisherscope.reports.study.NetworkSource;
import io.github.fisherscope.reports.study.StudyConfig;
import io.github.fisherscope.reports.study.WeightVariances;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Network, data and Fisher matrix: what the commands that measure or predict have in common. */
final class StudyOptions {
    private static final int DEFAULT_SAMPLES = 100;

    @ArgGroup(exclusive = false, heading = "%nNetwork%n")
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(exclusive = false, heading = "%nData%n")
    private InputOptions data = new InputOptions();

    @Option(
            names = "--likelihood",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            description = "gaussian, categorical, bernoulli or poisson (default ${DEFAULT-VALUE}).")
    private String likelihood = "gaussian";

    @Option(
            names = "--label-expectation",
            paramLabel = "KIND",
            defaultValue = "exact",
            description = {
                "Labels over which scores are averaged: exact (the expectation under the model, the Fisher matrix proper),",
                "monte-carlo (labels drawn from the model, --draws per sample) or empirical (the labels of the data)."
            })
    private String labelExpectation = "exact";

    @Option(
            names = "--draws",
            paramLabel = "S",
            description = "Labels drawn per sample with --label-expectation monte-carlo (default 1).")
    private @Nullable Integer draws;

    /** Returns the study asked for: network, data and likelihood; everything else has its default. */
    StudyConfig config() {
        data.check();
        Dataset dataset = readData();
        NetworkSource source = source(dataset);
        int samples = data.samples() == null ? DEFAULT_SAMPLES : data.samples();
        StudyConfig config = StudyConfig.random(source.spec(), samples)
                .withNetwork(source)
                .withSeed(network.seed())
                .withFisher(fisher(dataset));
        return dataset == null ? config : config.withInputs(new InputSource.Given(dataset));
    }

    private FisherRequest fisher(@Nullable Dataset dataset) {
        Likelihood chosen = Likelihood.parse(likelihood);
        boolean drawn = labelExpectation.equals(LabelExpectation.MONTE_CARLO.id());
        if (draws != null && !drawn) {
            throw new IllegalArgumentException("--draws %d needs --label-expectation monte-carlo".formatted(draws));
        }
        if (drawn) {
            return FisherRequest.monteCarlo(chosen, draws == null ? 1 : draws, network.seed());
        }
        if (labelExpectation.equals(LabelExpectation.EMPIRICAL.id())) {
            return FisherRequest.empirical(chosen, dataset == null ? Labels.none() : dataset.labels());
        }
        if (labelExpectation.equals(LabelExpectation.EXACT.id())) {
            return FisherRequest.exact(chosen);
        }
        throw new IllegalArgumentException(
                "--label-expectation %s is unknown; choose one of exact, monte-carlo, empirical"
                        .formatted(labelExpectation));
    }

    /** Returns whether the user named anything about the networks or their inputs, the seed apart. */
    boolean namesFamily() {
        return network.namesFamily() || data.samples() != null;
    }

    private @Nullable Dataset readData() {
        Path file = data.data();
        if (file == null) {
            return null;
        }
        DataOptions options = DataOptions.defaults();
        if (data.limit() != null) {
            options = options.withLimit(data.limit());
        }
        if (data.standardize()) {
            options = options.withStandardization(Standardization.PER_INPUT);
        }
        return DatasetReader.of(options).read(file, data.labels());
    }

    private NetworkSource source(@Nullable Dataset dataset) {
        Path file = network.networkFile();
        if (file == null) {
            return new NetworkSource.Random(network.spec(dataset == null ? 0 : dataset.inputs()));
        }
        if (network.namesWidths()) {
            throw new IllegalArgumentException(
                    "--network %s has its own widths; leave out --widths, --depth and --width".formatted(file));
        }
        NeuralNetwork loaded = NetworkFile.read(file, network.activation());
        WeightVariances found = WeightVariances.of(loaded);
        Double weightVariance = network.weightVariance();
        Double biasVariance = network.biasVariance();
        NetworkSpec spec = new NetworkSpec(
                loaded.widths(),
                loaded.activation(),
                weightVariance == null ? found.weightVariance() : weightVariance,
                biasVariance == null ? found.biasVariance() : biasVariance);
        boolean fromFile = weightVariance == null || biasVariance == null;
        return new NetworkSource.Given(loaded, file.toString(), RegularFile.sha256(file), spec, fromFile);
    }
}
