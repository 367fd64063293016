package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.generative.VaeFile;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.generative.VaeInferenceReport;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.studies.generative.VaeInferConfig;
import io.github.fisherscope.studies.generative.VaeInferStudy;
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
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Repeated inference. */
@Command(
        name = "infer",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Repeats an autoencoder's inference x → z → x from noisy data.",
        description = {
            "",
            "Follows noisy data through the encoder and the decoder, again and again, and holds the latent states against the"
                    + " memory (the clean datum), its concepts (clusters of the data, found by k-means) and the centre."
        },
        optionListHeading = "%nGeneral%n",
        footer = {
            "",
            "Examples",
            "  fisher vae infer --model vae.npz --noise 0,0.1,0.3",
            "  fisher vae infer --model vae.npz --data images-idx3-ubyte.gz --limit 500 \\",
            "         --concepts 10 --within 1 --sampled --out drawn"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:wrong argument or input; nothing was written",
            "4:no compute backend runs here",
            "74:a file or standard output could not be written"
        })
final class VaeInferCommand implements Callable<Integer> {
    private static final Path DEFAULT_FOLDER = Path.of("fisher-vae-inference");

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private VaeCommand parent;

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The autoencoder, an .npz file.")
    private Path model = Path.of("");

    @Option(
            names = "--noise",
            paramLabel = "ν[,ν…]",
            defaultValue = "0,0.1,0.2,0.3",
            description =
                    "Strengths of noise: the probability that a pixel is flipped, or for a gaussian decoder the deviation of"
                            + " what is added (default ${DEFAULT-VALUE}).")
    private String noise = "0,0.1,0.2,0.3";

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Number of latent states of each trajectory (default ${DEFAULT-VALUE}).")
    private int steps = 20;

    @Option(
            names = "--concepts",
            paramLabel = "N",
            defaultValue = "4",
            description = "Number of clusters of the data; 1 for none (default ${DEFAULT-VALUE}).")
    private int concepts = 4;

    @Option(
            names = "--within",
            paramLabel = "N",
            defaultValue = "3",
            description = "Number of finer clusters in each; 1 for none (default ${DEFAULT-VALUE}).")
    private int within = 3;

    @Option(names = "--sampled", description = "Draw z from the posterior in every step, in place of its mean.")
    private boolean sampled;

    @ArgGroup(validate = false, heading = "%nData%n", order = 20)
    private PatternOptions data = new PatternOptions();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads (default: all processors). The numbers do not depend on it.")
    private @Nullable Integer threads;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for vae-inference.json, .csv, pictures and index.html (default fisher-vae-inference; none with"
                            + " --json).")
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
        List<String> files = VaeInferenceReport.files();
        if (folder != null) {
            folder.requireFree(files.toArray(String[]::new));
            folder.requireOutside(JsonOutput.OPTION, document.file(), files);
        }
        OutputFile.requireDistinct(JsonOutput.OPTION, document.file(), "--model", model);
        VaeInferConfig config = config();
        VaeInferenceResult result;
        BackendConfig cores = BackendConfig.defaults();
        try (Backend backend =
                Backends.onClassPath().open(Backends.AUTO, threads == null ? cores : cores.withThreads(threads))) {
            result = ProgressLine.during(
                    parent.common().showProgress(),
                    spec.commandLine().getErr(),
                    progress -> VaeInferStudy.of(config, data.imageSize()).run(progress, backend));
        }
        if (folder != null) {
            VaeInferenceReport.of(result).write(report, folder.path());
        }
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(result.json(), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(VaeInferenceReport.of(result).terminal());
            if (folder != null) {
                stdout.println("Report: " + folder.path().resolve("index.html"));
            }
        }
        stdout.flush();
        return ExitCode.OK;
    }

    private VaeInferConfig config() {
        RealVector levels = RealVector.takingOver(Lists.numbers("--noise", noise).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
        Vae read = VaeFile.read(model);
        return new VaeInferConfig(
                read,
                model.toString(),
                data.read(read.emission()),
                levels,
                new VaeInferConfig.Concepts(concepts, within),
                steps,
                sampled,
                data.seed());
    }
}
