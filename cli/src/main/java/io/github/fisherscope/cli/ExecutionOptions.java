package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.studies.config.Execution;
import java.util.Locale;
import picocli.CommandLine.Option;

/** On what a command computes, and in which precision. */
final class ExecutionOptions extends MachineOptions {
    @Option(
            names = "--precision",
            paramLabel = "double|single",
            defaultValue = "double",
            description = "Number format of matrices, float64 or float32 (default ${DEFAULT-VALUE}).")
    private String precision = "double";

    Execution execution() {
        Execution machine = machine();
        return machine.withConfig(machine.config().withPrecision(parsePrecision(precision)));
    }

    private static Precision parsePrecision(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "double", "float64" -> Precision.DOUBLE;
            case "single", "float32" -> Precision.SINGLE;
            default ->
                throw new IllegalArgumentException(
                        "--precision %s is unknown; choose double or single".formatted(text));
        };
    }
}
