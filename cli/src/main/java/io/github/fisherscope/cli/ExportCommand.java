package io.github.fisherscope.cli;

import io.github.fisherscope.notebooks.NotebookExporter;
import io.github.fisherscope.notebooks.NotebookExporter.Format;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A result for other programs. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Writes a result as notebooks, NumPy arrays, CSV files or JSON.",
        description = {
            "",
            "Writes a result as notebooks (Python and Java), NumPy arrays, CSV files or JSON. Nothing is measured"
                    + " again: the numbers are those of result.json and of the eigenvalues next to it."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher export fisher-report/result.json --to ipynb --out notebooks",
            "  fisher export fisher-report/result.json --to npz,csv --out data"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:bad arguments, or the result is missing, damaged or not one; nothing was written",
            "74:a file or standard output could not be written; an earlier export is as it was"
        })
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(paramLabel = "RESULT", description = "result.json, or the folder that holds it.")
    private Path result = Path.of("result.json");

    @Option(
            names = "--to",
            paramLabel = "FORMAT",
            split = ",",
            required = true,
            description = "ipynb, npz, csv or json; several with commas. Notebooks bring the JSON and NPZ they read.")
    private List<String> formats = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "fisher-export",
            description = "Where the files go (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("fisher-export");

    @Option(
            names = "--java-classpath",
            paramLabel = "PATH",
            description = {
                "Where the Java notebook finds Fisherscope: a class path, or 'maven' to load the release from a Maven"
                        + " repository (default: the jars that this command runs from)."
            })
    private @Nullable String javaClasspath;

    @Override
    public Integer call() {
        Set<Format> asked = EnumSet.noneOf(Format.class);
        formats.forEach(name -> asked.add(Format.parse(name)));
        List<Path> written = StoredResult.use(List.of(result), () -> {
            SpectrumResult read = ResultFile.read(result);
            OutputFolder folder = OutputFolder.checked(out);
            return exporter(read).write(asked, folder.path());
        });
        if (!parent.common().quiet()) {
            PrintWriter stdout = spec.commandLine().getOut();
            written.forEach(stdout::println);
            stdout.flush();
        }
        return ExitCode.OK;
    }

    private NotebookExporter exporter(SpectrumResult read) {
        NotebookExporter exporter = NotebookExporter.of(read);
        if ("maven".equals(javaClasspath)) {
            return exporter;
        }
        return exporter.withJavaClasspath(
                javaClasspath == null ? System.getProperty("java.class.path") : javaClasspath);
    }
}
