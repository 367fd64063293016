package io.github.fisherscope.cli;

import io.github.fisherscope.reports.transport.DivergenceText;
import io.github.fisherscope.results.transport.DivergenceResult;
import io.github.fisherscope.results.transport.TransportJson;
import io.github.fisherscope.studies.transport.DivergenceStudy;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The divergence between two distributions. */
@Command(
        name = "divergence",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        header = "Computes a divergence between two distributions on the same states.",
        description = {
            "",
            "Prints D[p : q] and D[q : p] in nats, exact to rounding also for nearly equal p and q, and what the divergence is"
                    + " between neighbours: its share of the Fisher metric and of the cubic tensor. Where it is infinite, the"
                    + " state that makes it so is named; that is a result, not an error."
        },
        optionListHeading = "%nOptions%n",
        footer = {
            "",
            "Examples",
            "  fisher divergence --p before.npy --q after.npy",
            "  fisher divergence --p a.csv --q b.csv --family alpha:0.5 --json -",
            "  fisher divergence --p counts.csv --q model.csv --family js --normalize"
        },
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:done", "2:wrong argument or input", "74:a file or standard output could not be written"})
final class DivergenceCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FisherCommand parent;

    @Mixin
    private HistogramOptions histograms = new HistogramOptions();

    @Option(
            names = "--family",
            paramLabel = "NAME",
            defaultValue = "kl",
            description =
                    "Which divergence: kl, reverse-kl, jeffreys, js, squared-hellinger, pearson, neyman, total-variation,"
                            + " fisher-rao, alpha:A (Amari's), renyi:A, or bregman: with squared, negative-entropy, itakura-saito or"
                            + " log-sum-exp (default ${DEFAULT-VALUE}).")
    private String family = "kl";

    @Option(
            names = "--measures",
            description =
                    "Take p and q as positive measures, whose sums need not be 1, where the divergence is defined for them.")
    private boolean measures;

    @Option(names = JsonOutput.OPTION, paramLabel = JsonOutput.LABEL, description = JsonOutput.DESCRIPTION)
    private @Nullable String json;

    @Override
    public Integer call() {
        parent.common().check();
        if (measures && histograms.normalize()) {
            throw new IllegalArgumentException(
                    "--measures keeps the sums of p and q and --normalize divides by them; leave one of them out");
        }
        JsonOutput document = JsonOutput.of(json);
        DivergenceResult result = DivergenceStudy.run(family, histograms.p(), histograms.q(), measures);
        PrintWriter stdout = spec.commandLine().getOut();
        document.write(TransportJson.write(result), stdout);
        if (!document.claimsStdout() && !parent.common().quiet()) {
            stdout.print(DivergenceText.of(result));
        }
        stdout.flush();
        return ExitCode.OK;
    }
}
