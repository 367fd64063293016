package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.Args;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Lists written with commas on the command line. */
final class Lists {
    private static final int LARGEST = 1_000_000;

    private Lists() {}

    static List<Integer> integers(String option, String text) {
        return parse(option, text, "whole number", Integer::valueOf);
    }

    static List<Double> numbers(String option, String text) {
        return parse(option, text, "number", Double::valueOf);
    }

    static List<String> names(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    /** Reads seeds: {@code 1,2,5} or ranges such as {@code 1..20}. */
    static List<Long> seeds(String option, String text) {
        List<Long> seeds = new ArrayList<>();
        for (String part : names(text)) {
            Args.require(!part.isEmpty(), "%s %s has an empty part; write for example 1,2,5 or 1..20", option, text);
            int dots = part.indexOf("..");
            if (dots < 0) {
                seeds.addAll(parse(option, part, "whole number", Long::valueOf));
                continue;
            }
            long first = parse(option, part.substring(0, dots), "whole number", Long::valueOf)
                    .get(0);
            long last = parse(option, part.substring(dots + 2), "whole number", Long::valueOf)
                    .get(0);
            Args.require(
                    first <= last && last - first < LARGEST,
                    "%s %s is not a range of at most %d seeds; write for example 1..20",
                    option,
                    part,
                    LARGEST);
            for (long seed = first; seed <= last; seed++) {
                seeds.add(seed);
            }
        }
        return seeds;
    }

    private static <T> List<T> parse(String option, String text, String kind, Function<String, T> read) {
        List<T> values = new ArrayList<>();
        for (String part : names(text)) {
            try {
                values.add(read.apply(part));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "%s %s: '%s' is not a %s; separate values with commas".formatted(option, text, part, kind), e);
            }
        }
        return values;
    }
}
