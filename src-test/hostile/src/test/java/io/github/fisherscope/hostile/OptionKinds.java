package io.github.fisherscope.hostile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Values that no option should take, and options that exclude each other. */
final class OptionKinds {
    private static final String[] NUMBERS = {
        "",
        " ",
        "-1",
        "-9223372036854775809",
        "9223372036854775808",
        "1e400",
        "-1e400",
        "NaN",
        "Infinity",
        "0x10",
        "1_0",
        "\u0661",
        "1,5",
        "1;2",
        "--",
        "many"
    };

    private static final String[] COUNTS = {
        "--samples",
        "--networks",
        "--top",
        "--probes",
        "--steps",
        "--threads",
        "--draws",
        "--classes",
        "--limit",
        "--training-steps",
        "--eigenvectors",
        "--dpi"
    };

    private static final String[] REALS = {"--weight-variance", "--bias-variance"};

    private static final String[] WORDS = {
        "--activation",
        "--likelihood",
        "--label-expectation",
        "--form",
        "--normalization",
        "--matrix",
        "--method",
        "--precision",
        "--backend",
        "--memory",
        "--figure-size",
        "--widths",
        "--format"
    };

    private static final String[] STRANGE = {
        "",
        " ",
        "\u0000",
        "\n",
        "tanh:\u0661",
        "\u202e",
        "\ud83d\ude00",
        "leaky-relu:",
        "leaky-relu:1e999",
        "erf:-1",
        "batch-norm:-1",
        "x".repeat(10_000),
        "%s%n",
        "../..",
        "$(id)",
        "0x0",
        "-1x-1"
    };

    private static final String[] COMBINATIONS = {
        "spectrum --widths 3,4,2 --depth 2",
        "spectrum --width 4",
        "spectrum --depth 4",
        "spectrum --inputs 3",
        "spectrum --limit 3",
        "spectrum --standardize",
        "spectrum --labels x.npy",
        "spectrum --header yes",
        "spectrum --columns 1",
        "spectrum --label-column 1",
        "spectrum --quiet --progress",
        "spectrum --draws 3",
        "spectrum --samples 3 --samples 4",
        "spectrum --method dual --top 3",
        "spectrum --method lanczos --probes 3",
        "spectrum --form kronecker --method lanczos",
        "spectrum --form diagonal --top 3",
        "spectrum --form layers --normalization batch-norm",
        "spectrum --matrix input-metric --form layers",
        "spectrum --normalization mean-subtraction --method dual",
        "spectrum --label-expectation empirical",
        "spectrum --training-steps 5 --likelihood categorical",
        "spectrum --eigenvectors 2 --form diagonal",
        "spectrum --json - --format csv",
        "spectrum --nonsense",
        "spectrum x",
        "theory --form layers",
        "theory --kernel",
        "verify --matrix input-metric",
        "estimate --labels x.npy",
        "report",
        "export",
        "sweep --grid no.json --width 3",
        "bench --jobs nothing",
        "bench --jobs",
        "reproduce nothing",
        "completion tcsh",
        "spektrum",
        "--nonsense",
        "spectrum --out",
        "spectrum --memory 1m",
        "spectrum --samples 1000000000 --memory 4g",
        "spectrum --widths 100000,100000,10 --memory 4g",
        "spectrum --method dense",
        "spectrum --backend abacus"
    };

    private OptionKinds() {}

    /** Digits of other scripts are digits. */
    private static Kind.Fate fate(String value) {
        return value.equals("\u0661") ? Kind.Fate.EITHER : Kind.Fate.REFUSED;
    }

    static List<Kind> in(Path data) {
        List<Kind> kinds = new ArrayList<>();
        for (String option : COUNTS) {
            for (String value : NUMBERS) {
                List<String> line = new ArrayList<>(List.of("spectrum", "--widths", "3,4,2"));
                if (option.equals("--limit")) {
                    line.addAll(List.of("--data", data.toString()));
                }
                line.addAll(List.of(option, value));
                kinds.add(new Kind(option + " '" + value + "'", line, fate(value), option));
            }
        }
        for (String option : REALS) {
            for (String value : NUMBERS) {
                List<String> line = List.of("spectrum", "--widths", "3,4,2", option, value);
                Kind.Fate fate = value.startsWith("9") ? Kind.Fate.EITHER : fate(value);
                kinds.add(new Kind(option + " '" + value + "'", line, fate, option));
            }
        }
        for (String option : WORDS) {
            for (String value : STRANGE) {
                String shown = value.substring(0, Math.min(20, value.length()));
                kinds.add(
                        Kind.refused(option + " '" + shown + "'", option, "spectrum", "--samples", "3", option, value));
            }
        }
        for (String line : COMBINATIONS) {
            kinds.add(Kind.refused(line, "", line.split(" ")));
        }
        return kinds;
    }
}
