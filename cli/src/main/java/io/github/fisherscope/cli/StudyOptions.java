package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.DataSizes;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.SampleShape;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkSizes;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.architecture.ArchitectureNetwork;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.NetworkSource.AsIfRandom;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;

/** Network, data and Fisher matrix: what the commands that measure or predict have in common. */
final class StudyOptions {
    private static final int DEFAULT_SAMPLES = 100;
    private static final List<Integer> SMALLEST = List.of(1, 1);
    private static final NetworkSpec SMALLEST_FAMILY = new NetworkSpec(SMALLEST, new Activation.Tanh(), 1, 0);

    // The groups only make headings in the help; a group that validates would accept an option twice.
    @ArgGroup(validate = false, heading = "%nNetwork%n", order = 10)
    private NetworkOptions network = new NetworkOptions();

    @ArgGroup(validate = false, heading = "%nNetworks of other programs%n", order = 15)
    private ImportedOptions imported = new ImportedOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private InputOptions data = new InputOptions();

    @ArgGroup(validate = false, heading = "%nFisher matrix%n", order = 30)
    private FisherOptions fisher = new FisherOptions();

    private boolean anyLayers;
    private boolean labelled;
    private boolean theoryOnly;
    private String labelUse = "--label-expectation empirical and --matrix hessian use labels";
    private @Nullable LossOptions loss;
    private @Nullable String given;
    private @Nullable RandomArchitecture architecture;

    /** Returns the options of a command that has these groups and asks for no form of the Fisher matrix. */
    static StudyOptions of(NetworkOptions network, InputOptions data) {
        StudyOptions options = new StudyOptions();
        options.network = network;
        options.data = data;
        options.labelUse = "this command draws its labels from the model";
        return options;
    }

    /** Returns the options of a command that trains networks of any layers on labels. */
    static StudyOptions forTraining(
            NetworkOptions network, ImportedOptions imported, InputOptions data, LossOptions loss) {
        StudyOptions options = of(network, data);
        options.loss = loss;
        options.imported = imported;
        options.anyLayers = true;
        options.labelled = true;
        return options;
    }

    private LikelihoodKind likelihood() {
        LossOptions trained = loss;
        return (trained == null ? fisher.likelihood() : trained.likelihood()).kind();
    }

    private boolean usesLabels() {
        return labelled || fisher.usesLabels();
    }

    /** Takes a network's file as the variances of random weights, which is all that a prediction knows of it. */
    StudyOptions forTheory() {
        theoryOnly = true;
        labelUse = "theory averages over the model's own labels";
        return this;
    }

    /** Takes networks of any layers, not only fully connected ones. */
    StudyOptions forAnyLayers() {
        anyLayers = true;
        return this;
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

    /**
     * Returns a study of the same sizes as the one asked for, from the headers of its files alone, and what reading them
     * takes; no study where no file is named. Where the headers do not tell the network, only reading can be planned.
     */
    SizedStudy sized() {
        check();
        Path weights = network.networkFile();
        DataSizes sizes = data.data() == null
                ? null
                : DatasetReader.of(data.options(usesLabels())).sizes(data.data(), data.labels());
        long bytes = sizes == null ? 0 : Double.BYTES * sizes.numbers();
        Optional<List<Integer>> widths = Optional.empty();
        if (weights != null && NetworkImport.knows(weights)) {
            bytes += ReadingMemory.bytes(weights);
        } else if (weights != null) {
            NetworkSizes found = NetworkSizes.of(weights);
            bytes += found.bytes();
            widths = found.widths();
        } else if (sizes != null && imported.drawn(null) == null) {
            widths = Optional.of(network.spec(sizes.inputs()).widths());
        }
        int samples = sizes == null ? samples() : Math.max(1, sizes.samples());
        return new SizedStudy(
                widths.map(w -> StudyConfig.random(new NetworkSpec(w, new Activation.Tanh(), 1, 0), samples)
                        .withFisher(fisher.sized())
                        .withMatrix(fisher.matrix())),
                bytes);
    }

    private int samples() {
        return data.samples() == null ? DEFAULT_SAMPLES : data.samples();
    }

    private void check() {
        data.check();
        imported.requireUsed(network.networkFile());
        fisher.asIfRandom(); // refuses what is no value of it
    }

    /** Returns the study asked for: network, data and likelihood; everything else has its default. */
    StudyConfig config() {
        check();
        Dataset dataset = readData();
        NetworkSource source = source(dataset);
        requireFitting(dataset, source);
        FisherRequest request = fisher.request(dataset, network.seed());
        if (dataset != null && request instanceof FisherRequest.Empirical empirical) {
            request = FisherOptions.fitting(empirical, dataset, source, data.labelSource());
        }
        StudyConfig config = StudyConfig.random(SMALLEST_FAMILY, samples())
                .withNetwork(source)
                .withSeed(network.seed())
                .withFisher(request)
                .withMatrix(fisher.matrix());
        RandomArchitecture random = architecture;
        return dataset == null
                ? random == null ? config : config.withInputs(random.inputs(samples()))
                : config.withInputs(new InputSource.Given(dataset, data.options(usesLabels())));
    }

    /** Returns what the user should know although it is no mistake. */
    List<String> notices(StudyConfig config) {
        return new StudyNotices(network.networkFile(), data, usesLabels() ? null : labelUse, likelihood()).of(config);
    }

    /** Returns what was read of the file of weights and how it was decided, or null; known after {@link #config}. */
    @Nullable String givenNetwork() {
        return given;
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
        return DatasetReader.of(data.options(usesLabels())).read(file, data.labels());
    }

    private void requireFitting(@Nullable Dataset dataset, NetworkSource source) {
        Path file = data.data();
        int inputs = source.inputs();
        if (dataset == null || file == null || dataset.inputs() == inputs) {
            if (file != null && source instanceof NetworkSource.AnyLayers any) {
                SampleShape.requireFitting(file, any.graph().input().dimensions());
            }
            return;
        }
        throw new IllegalArgumentException(String.format(
                Locale.ROOT,
                "--data %s has %d %s per sample but %s",
                data.data(),
                dataset.inputs(),
                dataset.inputs() == 1 ? "input" : "inputs",
                network.misfit(inputs, dataset.inputs(), imported.drawn(network.networkFile()))));
    }

    /** Returns whether theory is shown beside a given network, and whose variances it has. */
    private AsIfRandom asIfRandom() {
        boolean given = network.weightVariance() != null && network.biasVariance() != null;
        AsIfRandom asked = given ? AsIfRandom.GIVEN_VARIANCES : AsIfRandom.OWN_VARIANCES;
        if (theoryOnly || fisher.asIfRandom()) {
            return asked;
        }
        if (network.weightVariance() != null || network.biasVariance() != null) {
            throw new IllegalArgumentException(
                    "--weight-variance and --bias-variance play no part with --network %s, whose weights are given; add --theory as-if-random to see theory of random weights with these variances, or leave them out"
                            .formatted(network.networkFile()));
        }
        return AsIfRandom.NO;
    }

    private NetworkSource source(@Nullable Dataset dataset) {
        WeightFile weights = network.weightFile();
        if (weights == null) {
            if (fisher.asIfRandom()) {
                throw new IllegalArgumentException(
                        "--theory as-if-random is for a --network FILE; random fully connected networks have theory beside them anyway, so leave it out");
            }
            String asked = imported.drawn(null);
            if (asked != null) {
                return drawn(asked);
            }
            return new NetworkSource.Random(network.spec(dataset == null ? 0 : dataset.inputs()));
        }
        if (network.namesWidths()) {
            throw new IllegalArgumentException(
                    "--network %s has its own widths; leave out --widths, --depth, --width, --inputs and --outputs"
                            .formatted(weights.file()));
        }
        if (network.noBiases()) {
            throw new IllegalArgumentException(
                    "--no-biases is for random networks; %s says itself which layers have biases: leave out a layer's bias there"
                            .formatted(weights.file()));
        }
        if (NetworkImport.knows(weights.file())) {
            return imported(weights, dataset);
        }
        ReadNetwork read = weights.read(dataset == null ? 0 : dataset.inputs(), data.data());
        given = WeightFile.described(weights.file(), read);
        return NetworkSource.given(
                        read.network(),
                        weights.file().toString(),
                        RegularFile.sha256(weights.file()),
                        network.weightVariance(),
                        network.biasVariance(),
                        asIfRandom())
                .withReading(read.reading());
    }

    /** Returns random networks of any layers: as fully connected ones if they are. */
    private NetworkSource drawn(String asked) {
        network.requireLayersElsewhere("--architecture " + asked);
        RandomArchitecture random = new RandomArchitecture(
                ArchitectureNetwork.draw(asked, network.weightVariance(), network.biasVariance()));
        NetworkSource source = random.source();
        if (source instanceof NetworkSource.RandomLayers && !anyLayers) {
            throw new IllegalArgumentException(
                    "--architecture %s: %s, and this command is for fully connected networks; 'fisher spectrum' measures networks of any layers"
                            .formatted(asked, random.otherLayers()));
        }
        architecture = random;
        given = random.described();
        return source;
    }

    /** Returns a network of another program: as a fully connected one if it is one. */
    private NetworkSource imported(WeightFile weights, @Nullable Dataset dataset) {
        weights.requireNoArrays();
        ImportedNetwork read = imported.read(weights.file(), weights.activation(), likelihood());
        given = ImportedOptions.described(weights.file(), read);
        String digest = RegularFile.sha256(weights.file());
        FullyConnected.Recognition chain =
                FullyConnected.recognize(read.network().graph());
        if (chain.covers()) {
            NeuralNetwork dense = FullyConnected.network(read.network());
            given += "; " + ImportedOptions.described(dense, weights.activation() != null);
            return NetworkSource.given(
                            dense,
                            weights.file().toString(),
                            digest,
                            network.weightVariance(),
                            network.biasVariance(),
                            asIfRandom())
                    .withReading(ImportedOptions.reading(read, weights.activation() != null));
        }
        if (!anyLayers || fisher.asIfRandom()) {
            throw new IllegalArgumentException(
                    "--network %s: %s, and %s is for fully connected networks; 'fisher spectrum' measures networks of any layers"
                            .formatted(
                                    weights.file(),
                                    chain.reason(),
                                    anyLayers ? "--theory as-if-random" : "this command"));
        }
        asIfRandom(); // refuses variances
        if (read.tokens() && dataset == null) {
            throw new IllegalArgumentException(
                    "--network %s takes whole numbers that choose rows of a table; give samples of them with --data"
                            .formatted(weights.file()));
        }
        List<String> notes = new ArrayList<>(List.of(read.format()));
        notes.addAll(read.notes());
        return new NetworkSource.Imported(read.network(), weights.file().toString(), digest, notes);
    }
}
