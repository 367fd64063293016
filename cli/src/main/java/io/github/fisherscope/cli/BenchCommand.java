package io.github.fisherscope.cli;

import io.github.fisherscope.bench.BenchConfig;
import io.github.fisherscope.bench.BenchJob;
import io.github.fisherscope.bench.BenchJson;
import io.github.fisherscope.bench.BenchListener;
import io.github.fisherscope.bench.BenchResult;
import io.github.fisherscope.bench.BenchText;
import io.github.fisherscope.bench.Benchmark;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.NetworkSource;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Measures how near each stage comes to this machine's rate of matrix products. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Measures the rate of each stage against this machine's matrix products.",
        description = {
            "",
            "Measures the rate of each stage of the computation over the operations it really needs, as a share of the "
                    + "rate at which this machine multiplies matrices in the same run."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher bench --quick",
            "  fisher bench --precision single --json bench.json",
            "  fisher bench --network job.npz --activation tanh --data job.npz \\",
            "         --jobs largest,density",
            "  fisher bench --jobs streamed --precision single --samples 2000 \\",
            "         --widths 784,7000,7000,7000,10"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:bad arguments or input",
            "4:the backend is not available",
            "5:would not fit in memory",
            "74:a file or standard output could not be written"
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Option(names = "--quick", description = "Smaller networks: seconds rather than minutes.")
    private boolean quick;

    @Option(
            names = "--jobs",
            paramLabel = "JOB",
            split = ",",
            description =
                    "products, routes, eigenvalues, largest, density, moments, streamed, streamed-moments, natural-gradient"
                            + " (default: all).")
    private @Nullable List<String> jobs;

    @Option(
            names = "--network",
            paramLabel = "FILE",
            description =
                    "Measure this network (weights as 'fisher spectrum' reads them) instead of the standard ones; "
                            + "needs --data.")
    private @Nullable Path network;

    @Option(
            names = "--orientation",
            paramLabel = "HOW",
            description = "Matrices of --network: fan-out-fan-in, fan-in-fan-out or auto (default auto).")
    private @Nullable String orientation;

    @Option(names = "--data", paramLabel = "FILE", description = "Inputs for --network, in any format of spectrum's.")
    private @Nullable Path data;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            description = "Activation of --network, unless the file says it, and of --widths (default tanh).")
    private @Nullable String activation;

    @Option(
            names = "--widths",
            paramLabel = "M",
            split = ",",
            description = "Measure a random network of these widths instead of the standard ones; needs --samples.")
    private @Nullable List<Integer> widths;

    @Option(names = "--no-biases", description = "The network of --widths has no biases.")
    private boolean noBiases;

    @Option(names = "--samples", paramLabel = "T", description = "Standard normal inputs for --widths.")
    private @Nullable Integer samples;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        PrintWriter stdout = spec.commandLine().getOut();
        JsonOutput document = JsonOutput.of(json);
        BenchResult result = run(config());
        if (document.wanted()) {
            document.write(BenchJson.write(result), stdout);
        }
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(BenchText.of(result).terminal());
            stdout.flush();
        }
        return ExitCode.OK;
    }

    private BenchConfig config() {
        Execution chosen = execution.execution();
        return BenchConfig.defaults()
                .withBackend(chosen.backend())
                .withExecution(chosen.config())
                .withMemoryLimit(chosen.memoryLimit())
                .withQuick(quick)
                .withJobs(chosenJobs())
                .withProblem(problem());
    }

    private Set<BenchJob> chosenJobs() {
        return jobs == null
                ? BenchJob.all()
                : jobs.stream()
                        .map(BenchJob::parse)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(BenchJob.class)));
    }

    private BenchConfig.@Nullable Problem problem() {
        Path weights = network;
        Path inputs = data;
        if (weights == null && inputs == null) {
            return drawn();
        }
        if (widths != null || samples != null) {
            throw new IllegalArgumentException("--widths and --network name two networks; leave out one of them");
        }
        if (weights == null || inputs == null) {
            throw new IllegalArgumentException(
                    "--network and --data go together; give both (an .npz may serve as both)");
        }
        if (noBiases) {
            throw new IllegalArgumentException(
                    "--no-biases is for --widths; the file of --network says itself which layers have biases");
        }
        if (quick) {
            throw new IllegalArgumentException(
                    "--quick chooses smaller standard networks; leave it out with --network");
        }
        Dataset dataset =
                DatasetReader.of(DataOptions.defaults().withReadLabels(false)).read(inputs);
        ReadNetwork found =
                new WeightFile("--network", weights, activation, orientation, List.of()).read(dataset.inputs(), inputs);
        if (!parent.common().quiet()) {
            WeightFile.tell(
                    spec,
                    WeightFile.described(weights, found),
                    !JsonOutput.of(json).claimsStdout());
        }
        NeuralNetwork read = found.network();
        String widths = read.widths().stream().map(String::valueOf).collect(Collectors.joining("-"));
        return new BenchConfig.Problem(
                String.format(Locale.ROOT, "%s: %s, T = %d", weights.getFileName(), widths, dataset.samples()),
                read,
                dataset,
                NetworkDescription.of(
                        NetworkSource.given(
                                        read,
                                        weights.toString(),
                                        RegularFile.sha256(weights),
                                        null,
                                        null,
                                        NetworkSource.AsIfRandom.NO)
                                .withReading(found.reading()),
                        0));
    }

    private BenchConfig.@Nullable Problem drawn() {
        List<Integer> layers = widths;
        Integer count = samples;
        if (layers == null && count == null) {
            if (noBiases) {
                throw new IllegalArgumentException("--no-biases needs --widths and --samples; give all three");
            }
            return null;
        }
        if (layers == null || count == null || quick) {
            throw new IllegalArgumentException("--widths and --samples go together and without --quick; give both");
        }
        return Benchmark.random(layers, Activation.parse(activation == null ? "tanh" : activation), count, !noBiases);
    }

    private BenchResult run(BenchConfig config) {
        Benchmark benchmark = Benchmark.of(config);
        if (!parent.common().showProgress()) {
            return benchmark.run(stage -> {});
        }
        ProgressLine line = new ProgressLine(spec.commandLine().getErr());
        try {
            return benchmark.run(new BenchListener() {
                @Override
                public void onStage(String stage) {
                    line.begin(stage);
                }

                @Override
                public void onWork(double flops, double planned) {
                    line.onWork(flops, planned);
                }
            });
        } finally {
            line.clear();
        }
    }
}
