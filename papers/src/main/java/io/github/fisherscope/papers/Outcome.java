package io.github.fisherscope.papers;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * What an experiment found.
 *
 * @param figures pictures, the first one the main one
 * @param table the numbers
 * @param claims what is said about them
 * @param stills pictures that are no charts
 */
public record Outcome(List<Figure> figures, TextTable table, List<Claim> claims, List<Still> stills) {
    public Outcome {
        figures = List.copyOf(figures);
        Objects.requireNonNull(table, "table");
        claims = List.copyOf(claims);
        stills = List.copyOf(stills);
    }

    /** Makes an outcome whose pictures are all charts. */
    public Outcome(List<Figure> figures, TextTable table, List<Claim> claims) {
        this(figures, table, claims, List.of());
    }

    /**
     * One sentence with its verdict.
     *
     * @param text what is claimed and what was found
     * @param verdict whether the measurement bears it out
     */
    public record Claim(String text, Verdict verdict) {
        public Claim {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(verdict, "verdict");
        }

        static Claim of(boolean holds, String text) {
            return new Claim(text, holds ? Verdict.AGREES : Verdict.DISAGREES);
        }
    }

    /** Returns whether no claim disagrees. */
    public boolean agrees() {
        return claims.stream().noneMatch(c -> c.verdict() == Verdict.DISAGREES);
    }
}
