package io.github.fisherscope.cli;

import io.github.fisherscope.papers.Experiment;
import io.github.fisherscope.papers.Paper;
import io.github.fisherscope.papers.ReproduceConfig;
import io.github.fisherscope.papers.Reproduction;
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

/** Regenerates the papers' experiments from scratch. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Runs a paper's experiments from scratch.",
        description = {
            "",
            "Runs the experiments of a paper from scratch and writes each as PNG, CSV and verdict. Finished experiments"
                    + " are kept: after an interruption the same command goes on."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher reproduce --list",
            "  fisher reproduce karakida2018 --quick",
            "  fisher reproduce karakida2018 --figure learning-rate --out figures",
            "  fisher reproduce nagano2017 --data images-idx3-ubyte.gz"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {
            "0:done, and every claim is borne out",
            "1:a measurement disagrees with theory; the verdict names it",
            "2:bad arguments",
            "74:a file or standard output could not be written",
            "130:interrupted; what is finished is kept"
        })
final class ReproduceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private ExecutionOptions execution = new ExecutionOptions();

    @Parameters(arity = "0..1", paramLabel = "PAPER", description = "The paper; --list shows them all.")
    private @Nullable String paper;

    @Option(names = "--figure", paramLabel = "NAME", description = "One experiment instead of all of the paper.")
    private @Nullable String figure;

    @Option(names = "--quick", description = "Smaller and fewer networks: less than a minute per experiment.")
    private boolean quick;

    @Option(names = "--list", description = "List papers and experiments.")
    private boolean list;

    @Option(names = "--again", description = "Run experiments that are finished in --out once more.")
    private boolean again;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of everything random (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description =
                    "Images or patterns in place of the generated ones, for papers whose experiments take them (nagano2017).")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "fisher-reproduce",
            description = "Folder of the results, with one for each paper (default ${DEFAULT-VALUE}).")
    private Path out = Path.of("fisher-reproduce");

    @Override
    public Integer call() {
        PrintWriter stdout = spec.commandLine().getOut();
        if (list) {
            for (Paper p : paper == null ? Paper.all() : List.of(Paper.find(paper))) {
                stdout.println(p.id() + "  " + p.citation());
                for (Experiment e : p.experiments()) {
                    stdout.printf("  %-24s %s%n", e.name(), e.title());
                }
            }
            return ExitCode.OK;
        }
        if (paper == null) {
            throw new IllegalArgumentException("no paper was named; see 'fisher reproduce --list'");
        }
        Paper chosen = Paper.find(paper);
        List<Experiment> experiments = figure == null ? chosen.experiments() : List.of(chosen.experiment(figure));
        ReproduceConfig config = ReproduceConfig.in(OutputFolder.checked(out).path())
                .withQuick(quick)
                .withSeed(seed)
                .withExecution(execution.execution())
                .withAgain(again);
        if (data != null) {
            if (experiments.stream().noneMatch(Experiment::takesData)) {
                throw new IllegalArgumentException(
                        "--data %s is of no use to %s; leave it out".formatted(data, chosen.id()));
            }
            config = config.withData(data);
        }
        Reproduction job = Reproduction.of(config);
        experiments.forEach(e -> job.requireFree(chosen, e));
        boolean agrees = Interruption.during(
                spec.commandLine().getErr(),
                "interrupted; what is finished is kept, and the same command goes on",
                () -> runAll(job, chosen, experiments));
        if (!parent.common().quiet()) {
            stdout.println("Pictures and tables: " + out.resolve(chosen.id()));
        }
        return agrees ? ExitCode.OK : ExitCode.CHECK_FAILED;
    }

    private boolean runAll(Reproduction job, Paper chosen, List<Experiment> experiments) {
        PrintWriter stdout = spec.commandLine().getOut();
        boolean agrees = true;
        for (Experiment experiment : experiments) {
            Reproduction.Finished finished = run(job, chosen, experiment);
            agrees &= finished.agrees();
            if (!parent.common().quiet()) {
                stdout.println(finished.text() + (finished.reused() ? "(finished earlier)\n" : ""));
                stdout.flush();
            }
        }
        return agrees;
    }

    private Reproduction.Finished run(Reproduction job, Paper chosen, Experiment experiment) {
        return ProgressLine.during(
                parent.common().showProgress(),
                spec.commandLine().getErr(),
                progress -> job.run(chosen, experiment, progress));
    }
}
