package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.generative.VaeInferenceReport;
import io.github.fisherscope.reports.generative.VaeTrainingReport;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.json.StrictJson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Reports of autoencoders' results that are already there. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Renders the result of 'vae train' or 'vae infer' again.",
        description = {"", "Renders a result again, for example with pictures of another size. Nothing is measured."},
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher vae report fisher-vae/vae-training.json --figure-size 340x240",
            "  fisher vae report fisher-vae-inference/vae-inference.json --out paper"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:bad arguments, or the result is missing, damaged or not one; nothing was written",
            "74:a file or standard output could not be written; an earlier report is as it was"
        })
final class VaeReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private VaeCommand parent;

    @Parameters(paramLabel = "RESULT", description = "A vae-training.json or vae-inference.json file.")
    private Path file = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", description = "Where the report goes (default: the result's folder).")
    private @Nullable Path out;

    @Mixin
    private PictureOptions pictures = new PictureOptions();

    @Override
    public Integer call() {
        parent.common().check();
        ReportConfig config = pictures.config();
        Path absolute = file.toAbsolutePath().getParent();
        OutputFolder folder = OutputFolder.checked(out != null ? out : absolute == null ? Path.of(".") : absolute);
        String text = StrictJson.text(file);
        String terminal = text.contains(VaeTrainingResult.SCHEMA)
                ? training(text, folder, config)
                : inference(text, folder, config);
        if (!parent.common().quiet()) {
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.print(terminal);
            stdout.println("Report: " + folder.path().resolve("index.html"));
            stdout.flush();
        }
        return ExitCode.OK;
    }

    private String training(String text, OutputFolder folder, ReportConfig config) {
        VaeTrainingReport report = VaeTrainingReport.of(read(text, VaeTrainingResult.class, VaeTrainingResult.SCHEMA));
        free(folder, VaeTrainingReport.files());
        report.write(config, folder.path());
        return report.terminal();
    }

    private String inference(String text, OutputFolder folder, ReportConfig config) {
        VaeInferenceReport report =
                VaeInferenceReport.of(read(text, VaeInferenceResult.class, VaeInferenceResult.SCHEMA));
        free(folder, VaeInferenceReport.files());
        report.write(config, folder.path());
        return report.terminal();
    }

    private static void free(OutputFolder folder, List<String> files) {
        folder.requireFree(files.toArray(String[]::new));
    }

    private <T> T read(String text, Class<T> type, String schema) {
        if (!text.contains(schema)) {
            throw InputFileException.of(
                    file, "is no result of an autoencoder", "give vae-training.json or vae-inference.json");
        }
        try {
            return JsonText.read(text, type, schema);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(file, "is damaged: " + e.getMessage(), "make the result again");
        }
    }
}
