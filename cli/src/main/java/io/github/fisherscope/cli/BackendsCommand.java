package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Backends;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the compute backends. */
@Command(
        name = "backends",
        mixinStandardHelpOptions = true,
        header = "Lists the compute backends, best first: which can run here, which cannot and why.",
        optionListHeading = "%nGeneral%n",
        exitCodeListHeading = "%nExit codes%n",
        exitCodeList = {"0:done", "2:wrong argument", "74:standard output could not be written"})
final class BackendsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--verbose",
            description = "Start each backend in this order and print the time and memory that it took.")
    private boolean verbose;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (BackendProvider provider : Backends.onClassPath().providers()) {
            @Nullable StartupCost cost = verbose ? StartupCost.ofUsable(provider) : null;
            Availability availability = provider.availability();
            if (availability instanceof Availability.Ready ready) {
                out.printf("%-10s usable    %s, on %s%n", provider.name(), ready.library(), ready.device());
                if (cost != null) {
                    out.printf("%-10s           %s%n", "", cost);
                }
            } else if (availability instanceof Availability.Unusable unusable) {
                out.printf("%-10s unusable  %s%n", provider.name(), unusable.reason());
                out.printf("%-10s           remedy: %s%n", "", unusable.remedy());
            }
        }
        return ExitCode.OK;
    }
}
