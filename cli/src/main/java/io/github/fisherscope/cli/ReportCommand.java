package io.github.fisherscope.cli;

import io.github.fisherscope.reports.compare.CompareReport;
import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.compare.DistanceStudy;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Reports of results that are already there. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Renders a result again, or compares several.",
        description = {
            "",
            "Renders one result again, for example with pictures of another size, or compares several: overlaid"
                    + " spectra, differences of every statistic, and distances between the spectra. Nothing is measured"
                    + " again. The others are compared with the first result; results that differ by seeds"
                    + " only count as repetitions, and two or more a side give the distances intervals and p-values."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher report fisher-report/result.json --figure-size 340x240 --dpi 300 \\",
            "         --svg --out paper",
            "  fisher report narrow/result.json wide/result.json --out comparison"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done",
            "2:bad arguments, or a result is missing, damaged or not one; nothing was written",
            "74:a file or standard output could not be written; an earlier report is as it was"
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Parameters(
            arity = "1..*",
            paramLabel = "RESULT",
            description = "result.json files, or the folders that hold them.")
    private List<Path> results = List.of();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the report goes (default: the result's own folder; fisher-comparison for several).")
    private @Nullable Path out;

    @Mixin
    private ReportPictureOptions pictures = new ReportPictureOptions();

    @Override
    public Integer call() {
        return StoredResult.use(results, this::render);
    }

    private Integer render() {
        var config = pictures.config();
        if (results.size() == 1) {
            SpectrumResult result = ResultFile.read(results.get(0));
            Path first = results.get(0);
            Path folder = out != null ? out : Files.isDirectory(first) ? first : folderOf(first);
            OutputFolder.checked(folder).write(result, List.of(), config);
            print(ResultText.of(result).terminal(), folder.resolve("report.html"));
            return ExitCode.OK;
        }
        List<NamedResult> entries = entries();
        CompareReport report = CompareReport.of(entries, DistanceStudy.of(entries));
        Path folder = out == null ? Path.of("fisher-comparison") : out;
        report.write(config, OutputFolder.checked(folder).path());
        print(report.terminal(), folder.resolve("compare.html"));
        return ExitCode.OK;
    }

    /** Names results by their paths from the innermost folder that holds them all. */
    private List<NamedResult> entries() {
        List<Path> named = new ArrayList<>();
        for (Path path : results) {
            Path full = path.toAbsolutePath().normalize();
            boolean folder = Files.isDirectory(full) || !full.endsWith("result.json");
            named.add(folder ? full : folderOf(full));
        }
        Path common = folderOf(named.get(0));
        while (!named.stream().allMatch(shared(common)) && common.getParent() != null) {
            common = common.getParent();
        }
        List<NamedResult> entries = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            String name = common.relativize(named.get(i)).toString().replace('\\', '/');
            entries.add(new NamedResult(name, ResultFile.read(results.get(i))));
        }
        return entries;
    }

    private static Predicate<Path> shared(Path folder) {
        return path -> path.startsWith(folder) && !path.equals(folder);
    }

    private static Path folderOf(Path path) {
        Path parent = path.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    private void print(String text, Path page) {
        if (!parent.common().quiet()) {
            PrintWriter stdout = spec.commandLine().getOut();
            stdout.print(text);
            stdout.println("Report: " + page);
            stdout.flush();
        }
    }
}
