package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.network.NetworkFile;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.studies.spectrum.InputSource;
import io.github.fisherscope.studies.spectrum.NetworkSource;
import io.github.fisherscope.studies.spectrum.StudiedMatrix;
import io.github.fisherscope.studies.spectrum.StudyConfig;
import io.github.fisherscope.studies.spectrum.WeightVariances;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;

/** Network, data and Fisher matrix: what the commands that measure or predict have in common. */
final class StudyOptions {
    private static final int DEFAULT_SAMPLES = 100;

    // The groups only make headings in the help; a group that validates would accept an option twice.
    @ArgGroup(validate = false, heading = "%nNetwork%n", order = 10)
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private InputOptions data = new InputOptions();

    @ArgGroup(validate = false, heading = "%nFisher matrix%n", order = 30)
    private FisherOptions fisher = new FisherOptions();

    /** Returns the options of a command that has these groups and asks for no form of the Fisher matrix. */
    static StudyOptions of(NetworkOptions network, InputOptions data) {
        StudyOptions options = new StudyOptions();
        options.network = network;
        options.data = data;
        return options;
    }

    /** Refuses what only measures: forms, normalised outputs and metrics. */
    StudyOptions requireWhole(String command) {
        if (!(fisher.matrix() instanceof StudiedMatrix.Whole)) {
            throw new IllegalArgumentException(
                    "--form, --normalization and --matrix are for 'fisher spectrum', which shows theory beside the measurement; 'fisher %s' knows the whole matrix only"
                            .formatted(command));
        }
        return this;
    }

    /** Returns the study asked for: network, data and likelihood; everything else has its default. */
    StudyConfig config() {
        data.check();
        if (data.labels() != null && !fisher.usesLabels()) {
            throw new IllegalArgumentException(
                    "--labels %s plays no part without --label-expectation empirical; add that or leave out --labels"
                            .formatted(data.labels()));
        }
        Dataset dataset = readData();
        NetworkSource source = source(dataset);
        requireFitting(dataset, source.spec());
        int samples = data.samples() == null ? DEFAULT_SAMPLES : data.samples();
        StudyConfig config = StudyConfig.random(source.spec(), samples)
                .withNetwork(source)
                .withSeed(network.seed())
                .withFisher(fisher.request(dataset, network.seed()))
                .withMatrix(fisher.matrix());
        return dataset == null ? config : config.withInputs(new InputSource.Given(dataset));
    }

    /** Returns what the user should know although it is no mistake, or null. */
    @Nullable String notice(StudyConfig config) {
        Integer limit = data.limit();
        int samples = config.inputs().samples();
        return limit != null && samples < limit
                ? String.format(
                        Locale.ROOT, "--limit %d: '%s' has %d samples only; all are used", limit, data.data(), samples)
                : null;
    }

    /** Returns the file of weights, if one was named. */
    @Nullable Path networkFile() {
        return network.networkFile();
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

    private void requireFitting(@Nullable Dataset dataset, NetworkSpec spec) {
        if (dataset == null || dataset.inputs() == spec.inputs()) {
            return;
        }
        String wanted = "the network begins with " + spec.inputs();
        String remedy = "make --inputs that number";
        if (network.networkFile() != null) {
            wanted = String.format(Locale.ROOT, "--network %s takes %d", network.networkFile(), spec.inputs());
            remedy = "give the data the network was made for";
        } else if (network.writtenWidths() != null) {
            wanted = String.format(Locale.ROOT, "--widths %s begins with %d", network.writtenWidths(), spec.inputs());
            remedy = "begin with " + dataset.inputs();
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "--data %s has %d inputs per sample but %s; %s",
                data.data(),
                dataset.inputs(),
                wanted,
                remedy));
    }

    private NetworkSource source(@Nullable Dataset dataset) {
        Path file = network.networkFile();
        if (file == null) {
            return new NetworkSource.Random(network.spec(dataset == null ? 0 : dataset.inputs()));
        }
        if (network.namesWidths()) {
            throw new IllegalArgumentException(
                    "--network %s has its own widths; leave out --widths, --depth, --width, --inputs and --outputs"
                            .formatted(file));
        }
        NeuralNetwork loaded = NetworkFile.read(file, network.activation());
        WeightVariances found = WeightVariances.of(loaded);
        Double weightVariance = network.weightVariance();
        Double biasVariance = network.biasVariance();
        NetworkSpec spec = new NetworkSpec(
                loaded.widths(),
                network.activation(),
                weightVariance == null ? found.weightVariance() : weightVariance,
                biasVariance == null ? found.biasVariance() : biasVariance);
        boolean fromFile = weightVariance == null || biasVariance == null;
        return new NetworkSource.Given(loaded, file.toString(), RegularFile.sha256(file), spec, fromFile);
    }
}
