package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The answer of a study in words and in five numbers. */
public final class Summary {
    private final SpectrumResult result;

    private Summary(SpectrumResult result) {
        this.result = result;
    }

    public static Summary of(SpectrumResult result) {
        return new Summary(result);
    }

    /**
     * One number of the first screen.
     *
     * @param label what it is
     * @param value the measured number, or a word
     * @param detail where theory puts it, or what it means
     */
    public record KeyNumber(String label, String value, String detail) {}

    /** Returns λ_max, learning-rate bound, bulk, capacity and verdict. */
    public List<KeyNumber> keyNumbers() {
        return List.of(largest(), learningRate(), bulk(), capacity(), verdict());
    }

    /** Returns what was measured, in one or two sentences. */
    public String measured() {
        NetworkInfo n = result.network();
        SpectrumInfo s = result.spectrum();
        int count = result.networks();
        String nonZero = s.rank() == null
                ? "the %s largest eigenvalues were computed".formatted(Numbers.count(s.count()))
                : "%s of %s eigenvalues are not zero".formatted(Numbers.count(s.rank()), Numbers.count(order()));
        String subject = result.fisher().description();
        return "%s of %s%s %s %s was measured on %s samples (%s). %s, %s, and the largest is %s."
                .formatted(
                        subject == null ? "The Fisher information matrix" : subject,
                        count == 1 ? "a " : count + " independent ",
                        n.source() == null ? "random" : "given",
                        n.activation() + (count == 1 ? " network" : " networks"),
                        n.widths().stream().map(String::valueOf).collect(Collectors.joining("–")),
                        Numbers.count(result.data().samples()),
                        result.data().source(),
                        count == 1 ? "In it" : "In the first",
                        nonZero,
                        Numbers.shortly(s.max()));
    }

    /** Returns the number of eigenvalues, zeros included: P, or the dimension of the metric. */
    private long order() {
        SpectrumInfo s = result.spectrum();
        return s.rank() == null
                        || s.zeroFraction() == null
                        || result.fisher().matrix().equals("fisher")
                ? result.network().parameters()
                : Math.round(s.rank() / (1 - s.zeroFraction()));
    }

    /** Returns what theory says, and whether it may be held to it. */
    public String theory() {
        TheoryInfo t = result.theory();
        StringBuilder text = new StringBuilder();
        if (t.max() != null && t.bulk() != null && t.mean() != null) {
            int c = result.network().outputs();
            text.append(String.format(
                    Locale.ROOT,
                    "Mean-field theory, which never saw this network, puts %s at %s, the bulk at %s and the mean at %s. ",
                    c == 1 ? "the outlier" : "the " + c + " outliers",
                    Numbers.shortly(t.max()),
                    Numbers.shortly(t.bulk()),
                    Numbers.shortly(t.mean())));
        }
        if (!result.fisher().whole() && t.mean() != null) {
            text.append("Mean-field theory, which never saw this network, puts the mean of this matrix at ")
                    .append(Numbers.shortly(t.mean()));
            if (t.max() != null) {
                int c = result.network().outputs();
                boolean many = c > 1 && result.fisher().normalization() == null;
                text.append(
                                many
                                        ? " and the mean of its " + c + " largest eigenvalues at "
                                        : " and its largest eigenvalue at ")
                        .append(Numbers.shortly(t.max()));
            }
            text.append(". ");
        }
        long failed = t.conditions().stream().filter(x -> !x.holds()).count();
        if (failed > 0) {
            text.append(
                    failed == 1
                            ? "One of its conditions does not hold here (see below). "
                            : failed + " of its conditions do not hold here (see below). ");
        }
        return text.append(VerdictWords.summary(result.comparison())).toString();
    }

    /** Returns what the numbers mean for training. */
    public String training() {
        LearningRateInfo rate = result.learningRate();
        SpectrumInfo s = result.spectrum();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "Near a minimum, gradient descent%s is stable for learning rates below 2/λ_max = %s.",
                result.fisher().normalization() == null ? "" : " on the normalised outputs",
                Numbers.shortly(rate.bound())));
        int c = result.network().outputs();
        Double top = s.topMean();
        Double bulk = s.bulkMean();
        if (top != null && bulk != null && bulk > 0 && top / bulk > 2) {
            text.append(String.format(
                    Locale.ROOT,
                    " %s %s about %.0f times as steep as the rest, so %s the step size; the other directions learn that"
                            + " much more slowly.",
                    c == 1 ? "One direction" : c + " directions",
                    c == 1 ? "is" : "are",
                    top / bulk,
                    c == 1 ? "it limits" : "they limit"));
        }
        if (!result.fisher().whole() && result.fisher().normalization() == null) {
            text.append(" That is λ_max of the whole Fisher matrix, whatever form was looked at.");
        }
        if (s.zeroFraction() != null && result.fisher().whole()) {
            text.append(String.format(
                    Locale.ROOT,
                    " %.4g %% of all directions in parameter space do not change the outputs on these samples at all.",
                    100 * s.zeroFraction()));
        }
        return text.toString();
    }

    /** Returns what a reader must be told first: not converged, limited, not carried over. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!result.spectrum().converged()) {
            warnings.add("The method did not converge: " + result.spectrum().stopReason()
                    + ". Treat the numbers as bounds.");
        }
        warnings.addAll(result.notes());
        return List.copyOf(warnings);
    }

    private KeyNumber largest() {
        SpectrumInfo s = result.spectrum();
        Double theory = result.theory().max();
        int c = result.network().outputs();
        String detail;
        if (theory == null) {
            detail = "theory gives no value";
        } else if (c > 1 && s.topMean() != null) {
            detail = String.format(
                    Locale.ROOT,
                    "mean of the top %d: %s; theory %s",
                    c,
                    measured(Statistic.TOP_MEAN, s.topMean()),
                    Numbers.shortly(theory));
        } else {
            detail = "theory " + Numbers.shortly(theory);
        }
        return new KeyNumber("Largest eigenvalue λ_max", measured(Statistic.MAX, s.max()), detail);
    }

    private KeyNumber learningRate() {
        LearningRateInfo rate = result.learningRate();
        String detail = rate.predictedBound() == null
                ? "theory gives no value"
                : "theory " + Numbers.shortly(rate.predictedBound());
        return new KeyNumber("Learning-rate bound 2/λ_max", Numbers.shortly(rate.bound()), detail);
    }

    private KeyNumber bulk() {
        Double bulk = result.spectrum().bulkMean();
        Double theory = result.theory().bulk();
        return new KeyNumber(
                "Bulk of the spectrum",
                bulk == null ? Numbers.NONE : measured(Statistic.BULK, bulk),
                theory == null ? "theory gives no value" : "theory " + Numbers.shortly(theory));
    }

    private KeyNumber capacity() {
        CapacityInfo.FisherRaoNorm norm = result.capacity().fisherRaoNorm();
        if (norm == null) {
            return new KeyNumber("Capacity θᵀFθ", Numbers.NONE, "not computed");
        }
        return new KeyNumber(
                "Capacity: Fisher-Rao norm θᵀFθ",
                Numbers.withError(norm.measured(), norm.standardError()),
                norm.predicted() == null ? "theory gives no value" : "theory " + Numbers.shortly(norm.predicted()));
    }

    private KeyNumber verdict() {
        Verdict overall = Verdict.overall(result.comparison());
        String word = switch (overall) {
            case AGREES -> "Theory agrees";
            case DISAGREES -> "Theory disagrees";
            default -> "Not judged";
        };
        return new KeyNumber("Verdict", word, VerdictWords.summary(result.comparison()));
    }

    private String measured(Statistic statistic, double otherwise) {
        ComparisonRow row = result.row(statistic.key());
        if (row == null || result.ensemble() == null) {
            return Numbers.shortly(otherwise);
        }
        return Numbers.withError(row.measured(), row.standardError());
    }
}
