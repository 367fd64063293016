package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.SampleShape;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.reports.pair.PredictiveText;
import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.studies.pair.Compared;
import io.github.fisherscope.studies.pair.PredictiveStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The divergence between what two networks predict. */
@Command(
        name = "compare-networks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Measures how far apart two networks' predictions are, and whether the Fisher metric knows it.",
        description = {
            "",
            "Takes the files of two networks, such as two checkpoints, in any format that 'fisher spectrum' reads, and prints the mean divergence between their predictive"
                    + " distributions on the inputs of --data, with a confidence interval. Where the second is the first at other parameters, the"
                    + " Fisher metric's ½ ΔθᵀFΔθ and the cubic term stand beside it: where they part, the step is too long"
                    + " for the Fisher matrix."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher compare-networks before.npz after.npz --data x.npy \\",
            "         --likelihood categorical",
            "  fisher compare-networks a.npz b.npz --data x.csv --family alpha:0 --json -",
            "  fisher compare-networks epoch1.onnx epoch9.onnx --data x.npy \\",
            "         --likelihood categorical"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input",
            "4:no compute backend runs here",
            "5:would not fit in memory",
            "74:a file or standard output could not be written"
        })
final class CompareNetworksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(
            index = "0",
            paramLabel = "A",
            description = "Weights of the first network, whose predictions are the target.")
    private Path first = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "Weights of the second network.")
    private Path second = Path.of("");

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Activation of both networks, if the files do not name it: one name, or one for each layer.")
    private @Nullable String activation;

    @Option(
            names = "--orientation",
            paramLabel = "HOW",
            description = "Matrices of both: fan-out-fan-in, fan-in-fan-out, or auto (default auto).")
    private @Nullable String orientation;

    @Option(
            names = "--ignore-arrays",
            paramLabel = "NAME",
            split = ",",
            description = "Arrays of both files that are not part of the network.")
    private List<String> ignored = List.of();

    @Option(
            names = "--likelihood",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            description = "gaussian, categorical, bernoulli or poisson (default ${DEFAULT-VALUE}).")
    private String likelihood = "gaussian";

    @Option(
            names = "--family",
            paramLabel = "NAME",
            defaultValue = "kl",
            description =
                    "Which divergence: kl, reverse-kl, jeffreys, alpha:A, renyi:A, and for the categorical likelihood every one"
                            + " that 'fisher divergence' knows for distributions (default ${DEFAULT-VALUE}).")
    private String family = "kl";

    @Option(
            names = "--confidence",
            paramLabel = "LEVEL",
            defaultValue = "0.95",
            description = "Level of the interval (default ${DEFAULT-VALUE}).")
    private double confidence = 0.95;

    @Mixin
    private ReadingMemory memory = new ReadingMemory();

    @ArgGroup(validate = false, heading = "%nNetworks of other programs%n", order = 15)
    private ImportedOptions imported = new ImportedOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private DataFileOptions data = new DataFileOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("--confidence is " + confidence + "; it must lie between 0 and 1");
        }
        data.check();
        imported.requireUsed(NetworkImport.knows(first) ? first : second);
        Path file = data.data();
        if (file == null) {
            throw new IllegalArgumentException(
                    "compare-networks needs the inputs of both networks; give them with --data");
        }
        DatasetReader reader = DatasetReader.of(data.options(false));
        memory.require(Double.BYTES * reader.sizes(file, null).numbers(), first, second);
        Dataset inputs = reader.read(file);
        Read a = read(first, second, inputs, file);
        Read b = read(second, first, inputs, file);
        PredictiveStudy study = PredictiveStudy.of(a.network, b.network, inputs, Likelihood.parse(likelihood), family);
        PredictiveResult result;
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            result = study.run(confidence, backend);
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            WeightFile.tell(spec, a.described, !document.claimsStdout());
            WeightFile.tell(spec, b.described, !document.claimsStdout());
        }
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.println();
            stdout.print(PredictiveText.of(result));
        }
        stdout.flush();
        return ExitCode.OK;
    }

    /** A network and one line that says how its file was read. */
    private record Read(Compared network, String described) {}

    /** Whether only the other file has a use for activations, so that they are not said of this one. */
    private static boolean onlyOther(Path file, Path other) {
        boolean tells = NetworkImport.knows(file) && !NetworkImport.takesActivations(file);
        return tells && (!NetworkImport.knows(other) || NetworkImport.takesActivations(other));
    }

    private Read read(Path file, Path other, Dataset inputs, Path dataFile) {
        WeightFile weights = new WeightFile("", file, activation, orientation, ignored);
        if (!NetworkImport.knows(file)) {
            ReadNetwork read = weights.read(inputs.inputs(), dataFile);
            return new Read(Compared.of(file.toString(), read.network()), WeightFile.described(file, read));
        }
        weights.requireNoArrays();
        ImportedNetwork read = imported.readBeside(
                file,
                other,
                onlyOther(file, other) ? null : activation,
                Likelihood.parse(likelihood).kind());
        SampleShape.requireFitting(dataFile, read.network().graph().input().dimensions());
        String described = ImportedOptions.described(file, read);
        if (!FullyConnected.recognize(read.network().graph()).covers()) {
            return new Read(Compared.of(file.toString(), read.network()), described);
        }
        NeuralNetwork dense = FullyConnected.network(read.network());
        return new Read(
                Compared.of(file.toString(), dense),
                described + "; " + ImportedOptions.described(dense, activation != null));
    }
}
