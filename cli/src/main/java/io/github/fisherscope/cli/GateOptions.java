package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.studies.gate.Assertion;
import io.github.fisherscope.studies.gate.Baseline;
import io.github.fisherscope.studies.gate.GateOutcome;
import io.github.fisherscope.studies.gate.Gates;
import io.github.fisherscope.studies.gate.JUnitReport;
import io.github.fisherscope.studies.gate.Tolerances;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a result must fulfil for the command to succeed. */
final class GateOptions {
    /** How every JUnit file of ours begins. */
    static final String JUNIT_MARK = "<testsuite name=\"fisher ";

    @Option(
            names = "--check",
            description = "Exit with 1 if a statistic disagrees with theory, with 2 if theory covers none of them.")
    private boolean check;

    @Option(
            names = "--assert",
            paramLabel = "NAME<NUMBER",
            split = ",",
            description =
                    "Exit with 1 if a measured number is beyond a limit, as in 'largest<200' (quote it; <, <=, >, >=;"
                            + " several with commas). NAME: mean, second-moment, top-mean, largest, bulk, learning-rate-bound,"
                            + " fisher-rao-norm, effective-dimension, log-volume, rank, zero-fraction, participation-ratio,"
                            + " effective-rank or spectral-entropy.")
    private @Nullable List<String> assertions;

    @Option(
            names = "--baseline",
            paramLabel = "RESULT",
            description =
                    "Exit with 1 if a statistic differs from that of an earlier result.json by more than --tolerance.")
    private @Nullable Path baseline;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write what --check, --assert and --baseline found as JUnit XML, for build servers.")
    private @Nullable Path junit;

    /**
     * Returns what is demanded; reads the baseline.
     *
     * @param tolerances allowed differences from the baseline, as the user wrote them
     */
    Gates gates(List<String> tolerances) {
        if (baseline == null && !tolerances.isEmpty()) {
            throw new IllegalArgumentException(
                    "--tolerance %s is the difference allowed from a --baseline RESULT; give one, or write a plain number for the residual of the eigensolver"
                            .formatted(String.join(",", tolerances)));
        }
        if (baseline != null && tolerances.isEmpty()) {
            throw new IllegalArgumentException(
                    "--baseline %s needs the difference that is allowed; add for example --tolerance 5%% or --tolerance 5%%,largest=1%%"
                            .formatted(baseline));
        }
        Gates gates = new Gates(
                check,
                assertions == null
                        ? List.of()
                        : assertions.stream().map(Assertion::parse).toList(),
                baseline == null
                        ? null
                        : new Baseline(baseline.toString(), ResultFile.read(baseline), Tolerances.parse(tolerances)));
        if (junit != null) {
            OutputFile.checked("--junit", junit, JUNIT_MARK);
        }
        if (junit != null && !gates.any()) {
            throw new IllegalArgumentException(
                    "--junit %s has nothing to report; add --check, --assert or --baseline".formatted(junit));
        }
        return gates;
    }

    /**
     * Refuses to write where the baseline lies: a difference that was found would be the new baseline.
     *
     * @param json the file that the result goes to, or null
     * @param folder the folder of the report, or null
     */
    void refuseReplacing(@Nullable Path json, @Nullable Path folder) {
        Path lies = baseline;
        if (lies == null) {
            return;
        }
        Path file = real(Files.isDirectory(lies) ? lies.resolve("result.json") : lies);
        refuseReplacing("--out", folder, file.equals(folder == null ? null : real(folder.resolve("result.json"))));
        refuseReplacing("--json", json, file.equals(json == null ? null : real(json)));
    }

    /** Refuses the file of the result as that of the outcomes. */
    void refuseSharing(@Nullable Path json) {
        OutputFile.requireDistinct(JsonOutput.OPTION, json, "--junit", junit);
    }

    /** Returns the file for build servers, or null. */
    @Nullable Path junit() {
        return junit;
    }

    private void refuseReplacing(String option, @Nullable Path target, boolean same) {
        if (same) {
            throw new IllegalArgumentException(
                    "%s %s would replace --baseline %s by the result that is compared with it; name another"
                            .formatted(option, target, baseline));
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // it does not exist yet
        }
    }

    /** Writes the outcomes for a build server, if that was asked for. */
    void report(List<GateOutcome> outcomes) {
        if (junit != null) {
            byte[] xml = JUnitReport.of("fisher spectrum", outcomes).getBytes(StandardCharsets.UTF_8);
            AtomicFile.write(junit, out -> out.write(xml));
        }
    }
}
