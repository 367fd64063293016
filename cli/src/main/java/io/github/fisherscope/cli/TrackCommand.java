package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.SampleShape;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.trajectory.TrackReport;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.studies.trajectory.NetworkSeries;
import io.github.fisherscope.studies.trajectory.TrackStudy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The Fisher matrices of a series of checkpoints. */
@Command(
        name = "track",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Watches the Fisher matrix along checkpoints that were trained elsewhere.",
        description = {
            "",
            "Takes files of networks with the same layers, in any format that 'fisher spectrum' reads, or folders of them,"
                    + " whose files are taken in the natural order of their names (epoch2 before epoch10), and prints for each"
                    + " the loss, λ_max with 2/λ_max, the drift of the kernel and the Fisher-Rao length of the way so far."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher track checkpoints/ --data x.npy --labels y.npy \\",
            "         --likelihood categorical",
            "  fisher track epoch1.onnx epoch5.onnx epoch20.onnx --data x.npy --json -"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input",
            "4:no compute backend runs here",
            "5:would not fit in memory",
            "74:a file or standard output could not be written",
            "130:interrupted; with --checkpoint the same command goes on"
        })
final class TrackCommand implements Callable<Integer> {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-track");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "Networks, or folders of them.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private NetworkFileOptions reading = new NetworkFileOptions();

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private DataFileOptions data = new DataFileOptions();

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Labels of --data, in any of its formats; without labels there is no loss.")
    private @Nullable Path labels;

    @Option(
            names = "--likelihood",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            description = "gaussian, categorical, bernoulli or poisson (default ${DEFAULT-VALUE}).")
    private String likelihood = "gaussian";

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "10",
            description = "Eigenvalues of each network (default ${DEFAULT-VALUE}).")
    private int top = 10;

    @Option(
            names = "--checkpoint",
            paramLabel = "DIR",
            description =
                    "Keep the state here after every network; the same command goes on from it, to the same bits, also with"
                            + " more networks behind.")
    private @Nullable Path checkpoint;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for track.json, track.csv, pictures and index.html (default fisher-track; none with --json).")
    private @Nullable Path out;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        JsonOutput document = JsonOutput.of(json);
        ReportConfig report = pictures.config();
        Path named = out != null || json != null ? out : DEFAULT_FOLDER;
        OutputFolder folder = named == null ? null : OutputFolder.checked(named);
        if (folder != null) {
            folder.requireFree(TrackReport.files().toArray(String[]::new));
            folder.requireOutside(JsonOutput.OPTION, document.file(), TrackReport.files());
        }
        Path state = StateFolder.checked(checkpoint);
        Likelihood chosen = Likelihood.parse(likelihood);
        Path inputs = data.data();
        if (inputs == null) {
            throw new IllegalArgumentException("track needs the inputs of the networks; give them with --data");
        }
        List<String> names = names();
        reading.requireMemory(DatasetReader.of(data.options(true)).sizes(inputs, labels), names);
        Dataset samples = DatasetReader.of(data.options(true)).read(inputs, labels);
        TrackStudy study = new TrackStudy(samples, chosen, top);
        NetworkSeries series = NetworkSeries.of(
                names, name -> network(name, inputs, chosen), name -> RegularFile.sha256(Path.of(name)));
        PrintWriter err = spec.commandLine().getErr();
        TrackResult result;
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            result = Interruption.during(
                    err,
                    state == null
                            ? "interrupted; nothing was written. --checkpoint DIR keeps the state"
                            : "interrupted; the same command goes on from " + state,
                    () -> ProgressLine.during(
                            parent.common().showProgress(),
                            err,
                            progress -> study.run(series, state, progress, backend)));
        }
        if (folder != null) {
            TrackReport.of(result).write(report, folder.path());
        }
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(TrackReport.of(result).terminal());
            if (folder != null) {
                stdout.println("Report: " + folder.path().resolve("index.html"));
            }
        }
        stdout.flush();
        return ExitCode.OK;
    }

    private GraphNetwork network(String name, Path inputs, Likelihood chosen) {
        GraphNetwork network = reading.read(Path.of(name), chosen.kind()).network();
        SampleShape.requireFitting(inputs, network.graph().input().dimensions());
        return network;
    }

    /** Returns the files named, and those of folders in the natural order of their names. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path path : files) {
            if (!Files.isDirectory(path)) {
                names.add(path.toString());
                continue;
            }
            try (Stream<Path> entries = Files.list(path)) {
                List<String> inside = entries.filter(Files::isRegularFile)
                        .filter(entry -> !entry.getFileName().toString().startsWith("."))
                        .map(Path::toString)
                        .sorted(NaturalOrder.INSTANCE)
                        .toList();
                if (inside.isEmpty()) {
                    throw new IllegalArgumentException(
                            "%s: this folder has no file; name one with networks".formatted(path));
                }
                names.addAll(inside);
            } catch (IOException e) {
                throw new UncheckedIOException(path + ": " + e.getMessage(), e);
            }
        }
        return names;
    }
}
