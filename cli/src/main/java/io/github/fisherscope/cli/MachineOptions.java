package io.github.fisherscope.cli;

import io.github.fisherscope.studies.config.Execution;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The backend, the threads and the memory of a command. */
class MachineOptions {
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)\\s*([kmgt]?)i?b?");

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "Compute backend, as 'fisher backends' lists them (default ${DEFAULT-VALUE}: the best usable one).")
    private String backend = "auto";

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads (default: all processors). The numbers do not depend on it.")
    private @Nullable Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory that the whole process may take, as 512m or 4g: binary units (default: 60 %% of "
                    + "the machine's). What does not fit is refused before any work.")
    private @Nullable String memory;

    /** Returns what was asked for, in float64. */
    Execution machine() {
        Execution defaults = Execution.defaults().withBackend(backend);
        Execution execution = threads == null
                ? defaults
                : defaults.withConfig(defaults.config().withThreads(threads));
        return memory == null ? execution : execution.withMemoryLimit(parseSize("--memory", memory));
    }

    static long parseSize(String option, String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s %s is not a size; write for example 512m or 4g".formatted(option, text));
        }
        double number = Double.parseDouble(matcher.group(1));
        double unit = switch (matcher.group(2)) {
            case "k" -> 0x1p10;
            case "m" -> 0x1p20;
            case "g" -> 0x1p30;
            case "t" -> 0x1p40;
            default -> 1;
        };
        double bytes = number * unit;
        if (!(bytes >= 0x1p20 && bytes <= 0x1p60)) {
            throw new IllegalArgumentException("%s %s is out of range; it must be at least 1m".formatted(option, text));
        }
        return (long) bytes;
    }
}
