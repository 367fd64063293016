package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.reports.pair.PredictiveText;
import io.github.fisherscope.results.pair.PredictiveResult;
import io.github.fisherscope.studies.pair.PredictiveStudy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
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
            "Takes two weight files, such as two checkpoints, and prints the mean divergence between their predictive"
                    + " distributions on the inputs of --data, with a confidence interval. Where both have the same shape, the"
                    + " Fisher metric's ½ ΔθᵀFΔθ and the cubic term stand beside it: where they part, the step is too long"
                    + " for the Fisher matrix."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher compare-networks before.npz after.npz --data x.npy \\",
            "         --likelihood categorical",
            "  fisher compare-networks a.npz b.npz --data x.csv --family alpha:0 --json -"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input",
            "4:no compute backend runs here",
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

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private InputOptions data = new InputOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("--confidence is " + confidence + "; it must lie between 0 and 1");
        }
        if (data.labels() != null) {
            throw new IllegalArgumentException(
                    "--labels " + data.labels()
                            + ": predictions are compared without labels; leave it out, or leave a column of labels out with --label-column");
        }
        data.check();
        Path file = data.data();
        if (file == null) {
            throw new IllegalArgumentException(
                    "compare-networks needs the inputs of both networks; give them with --data");
        }
        Dataset inputs = DatasetReader.of(data.options(false)).read(file);
        ReadNetwork a = read(first, inputs, file);
        ReadNetwork b = read(second, inputs, file);
        PredictiveStudy study =
                PredictiveStudy.of(a.network(), b.network(), inputs, Likelihood.parse(likelihood), family);
        PredictiveResult result;
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            result = study.run(first.toString(), second.toString(), confidence, backend);
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (!parent.common().quiet()) {
            WeightFile.tell(spec, WeightFile.described(first, a), !document.claimsStdout());
            WeightFile.tell(spec, WeightFile.described(second, b), !document.claimsStdout());
        }
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.println();
            stdout.print(PredictiveText.of(result));
        }
        stdout.flush();
        return ExitCode.OK;
    }

    private ReadNetwork read(Path file, Dataset inputs, Path dataFile) {
        return new WeightFile("", file, activation, orientation, ignored).read(inputs.inputs(), dataFile);
    }
}
