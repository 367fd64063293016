package io.github.fisherscope.results.verify;

import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.List;
import java.util.Objects;

/**
 * What a verification found.
 *
 * @param terms what was promised
 * @param cases one per family
 * @param seconds time it took
 */
public record VerifyResult(VerifyTerms terms, List<CaseResult> cases, double seconds) {
    public VerifyResult {
        Objects.requireNonNull(terms, "terms");
        cases = List.copyOf(cases);
    }

    /**
     * One family.
     *
     * @param family what was measured
     * @param networks N
     * @param rows one per statistic
     */
    public record CaseResult(VerifyCase family, int networks, List<Row> rows) {
        public CaseResult {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One statistic.
     *
     * @param comparison measured against predicted
     * @param detectable relative error of the prediction that this number of networks was planned to see;
     *     infinite where they are too few to see one of any size
     */
    public record Row(ComparisonRow comparison, double detectable) {}

    /** Returns whether at least one statistic was judged and none disagrees. */
    public boolean agrees() {
        return judged() > 0
                && cases.stream()
                        .flatMap(c -> c.rows().stream())
                        .noneMatch(r -> r.comparison().verdict() == Verdict.DISAGREES);
    }

    /** Returns the number of statistics that agree or disagree. */
    public long judged() {
        return cases.stream()
                .flatMap(c -> c.rows().stream())
                .map(r -> r.comparison().verdict())
                .filter(v -> v == Verdict.AGREES || v == Verdict.DISAGREES)
                .count();
    }

    /** Returns whether every row had the power that was asked for. */
    public boolean powerful() {
        return cases.stream().flatMap(c -> c.rows().stream()).allMatch(r -> r.detectable() <= terms.detect());
    }

    /** Returns the verdict over all rows. */
    public Verdict overall() {
        return Verdict.overall(cases.stream()
                .flatMap(c -> c.rows().stream())
                .map(Row::comparison)
                .toList());
    }
}
