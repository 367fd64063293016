package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The answer of a study in words and in five numbers. */
public final class Summary {
    private final SpectrumResult result;
    private final Wording wording;

    private Summary(SpectrumResult result) {
        this.result = result;
        this.wording = Wording.of(result);
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

    /** Returns λ_max, learning-rate bound, bulk, capacity and verdict; of a Hessian also what no Fisher matrix has. */
    public List<KeyNumber> keyNumbers() {
        HessianInfo hessian = result.hessian();
        return hessian == null
                ? List.of(largest(), learningRate(), bulk(), capacity(), verdict())
                : List.of(largest(), learningRate(), smallest(hessian), residualTerm(hessian), verdict());
    }

    /** Returns what was measured, in one or two sentences. */
    public String measured() {
        NetworkInfo n = result.network();
        SpectrumInfo s = result.spectrum();
        int count = result.networks();
        String subject = result.fisher().description();
        String found = wording.zero()
                ? "%s is zero: all of its %s eigenvalues are 0"
                        .formatted(count == 1 ? "It" : "That of the first", Numbers.count(result.order()))
                : "%s, %s, and the largest is %s"
                        .formatted(
                                count == 1 ? "In it" : "In the first",
                                s.ranks().rank() == null
                                        ? "the %s largest eigenvalues were computed"
                                                .formatted(
                                                        Numbers.count(s.ranks().count()))
                                        : "%s of %s eigenvalues are not zero"
                                                .formatted(
                                                        Numbers.count(s.ranks().rank()), Numbers.count(result.order())),
                                Numbers.shortly(s.max()));
        return "%s of %s%s %s %s was measured on %s %s (%s). %s."
                .formatted(
                        subject == null ? "The Fisher information matrix" : subject,
                        count == 1 ? "a " : count + " independent ",
                        n.source() == null ? "random" : "given",
                        n.kind(count > 1),
                        n.sizes("–"),
                        Numbers.count(result.data().samples()),
                        result.data().samples() == 1 ? "sample" : "samples",
                        result.data().source(),
                        found);
    }

    /** Returns what theory says, and whether it may be held to it. */
    public String theory() {
        TheoryInfo t = result.theory();
        if (!wording.predicts()) {
            return wording.noTheory();
        }
        StringBuilder text = new StringBuilder(wording.theorist())
                .append(" puts ")
                .append(listed(predictions(t)))
                .append(". ");
        long failed = t.conditions().stream().filter(x -> !x.holds()).count();
        if (failed > 0) {
            text.append(
                    failed == 1
                            ? "One of its conditions does not hold here (see below). "
                            : failed + " of its conditions do not hold here (see below). ");
        }
        return text.append(VerdictWords.summary(result.comparison())).toString();
    }

    private static String listed(List<String> parts) {
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    /** Returns what is predicted, leaving out levels of the spectrum that theory says are not there. */
    private List<String> predictions(TheoryInfo t) {
        int c = result.network().outputs();
        List<String> parts = new ArrayList<>();
        if (!result.fisher().whole()) {
            parts.add("the mean of this matrix at " + Numbers.shortly(t.mean()));
            if (t.top() != null) {
                boolean many = c > 1 && result.fisher().normalization() == null;
                parts.add((many ? "the mean of its " + c + " largest eigenvalues at " : "its largest eigenvalue at ")
                        + Numbers.shortly(t.top()));
            }
            return parts;
        }
        boolean outliers = t.hasOutliers();
        if (t.top() != null && outliers) {
            parts.add((c == 1 ? "the outlier" : "the " + c + " outliers") + " at " + Numbers.shortly(t.top()));
        }
        if (t.bulk() != null && outliers && t.fulfils("bulk-exists") && t.fulfils("rank")) {
            parts.add("the bulk at " + Numbers.shortly(t.bulk()));
        }
        parts.add("the mean at " + Numbers.shortly(t.mean()));
        return parts;
    }

    /** Returns whether a condition of theory has a place beside these numbers. */
    public boolean explains(Condition condition) {
        return wording.explains(condition);
    }

    /** Returns what the numbers mean for training. */
    public String training() {
        LearningRateInfo rate = result.learningRate();
        SpectrumInfo s = result.spectrum();
        HessianInfo hessian = result.hessian();
        StringBuilder text = new StringBuilder(hessian == null ? "" : residual(hessian) + " ");
        text.append(wording.learningRates(rate.bound(), rate.lossNormalization()));
        boolean other = !result.fisher().whole() && result.fisher().normalization() == null;
        if (rate.bound() != null && other && hessian == null) {
            text.append(" That is λ_max of the whole Fisher matrix, not of this ")
                    .append(result.fisher().form().equals("full") ? "metric." : "form.");
        }
        int c = result.network().outputs();
        Double top = s.statistics().topMean();
        Double bulk = s.statistics().bulk();
        if (rate.bound() != null && top != null && bulk != null && bulk > 0 && top / bulk > 2) {
            text.append(String.format(
                    Locale.ROOT,
                    " %s about %.0f times as steep as the mean of the others that are not flat, so %s the step size;"
                            + " the others learn that much more slowly.",
                    c == 1 ? "One direction is" : c + " directions are on average",
                    top / bulk,
                    c == 1 ? "it limits" : "they limit"));
        }
        if (s.ranks().rank() != null && result.fisher().whole()) {
            GeometryInfo geometry = result.geometry();
            long zeros = geometry == null
                    ? result.order() - s.ranks().rank()
                    : NullSpace.of(geometry).zeros();
            text.append(
                    zeros == result.order()
                            ? " All %s directions in parameter space leave %s unchanged to first order."
                                    .formatted(Numbers.count(zeros), wording.unchanged())
                            : " %s of the %s directions in parameter space %s %s unchanged to first order."
                                    .formatted(
                                            Numbers.count(zeros),
                                            Numbers.count(result.order()),
                                            zeros == 1 ? "leaves" : "leave",
                                            wording.unchanged()));
        }
        return text.toString();
    }

    /** Returns how far the Hessian is from the Fisher matrix, and where the loss stands. */
    private static String residual(HessianInfo h) {
        String negative = negatives(h);
        return String.format(
                Locale.ROOT,
                "The loss is %s and its gradient has norm %s. Its Hessian is the sum of the Fisher matrix, whose largest"
                        + " eigenvalue is %s, and a residual term, whose norm is %s, %.3g %% of the Hessian's. %s; the"
                        + " smallest is %s.",
                Numbers.shortly(h.loss()),
                Numbers.shortly(h.gradientNorm()),
                Numbers.shortly(h.fisherMax()),
                Numbers.shortly(h.residualNorm()),
                100 * h.residualShare(),
                Character.toUpperCase(negative.charAt(0)) + negative.substring(1),
                Numbers.shortly(h.smallest().get(0)));
    }

    private static String negatives(HessianInfo h) {
        if (h.negative() != null) {
            return "%s of its eigenvalues %s negative"
                    .formatted(
                            h.negative() == 0 ? "none" : Numbers.count(h.negative()), h.negative() == 1 ? "is" : "are");
        }
        return h.negativeFraction() != null
                ? String.format(
                        Locale.ROOT, "about %.3g %% of its eigenvalues are negative", 100 * h.negativeFraction())
                : "how many of its eigenvalues are negative was not computed";
    }

    /** Returns what a reader must be told first: not converged, limited, not carried over. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (!result.spectrum().run().converged()) {
            warnings.add(
                    "The method did not converge: " + result.spectrum().run().stopReason()
                            + ". The true eigenvalues are at least the printed ones, up to rounding.");
        }
        warnings.addAll(result.notes());
        return List.copyOf(warnings);
    }

    private KeyNumber largest() {
        SpectrumInfo s = result.spectrum();
        Double theory = result.theory().top();
        int c = result.network().outputs();
        String detail;
        if (theory == null) {
            detail = c > 1 && s.statistics().topMean() != null
                    ? String.format(
                            Locale.ROOT,
                            "mean of the top %d: %s",
                            c,
                            measured(Statistic.TOP_MEAN, s.statistics().topMean()))
                    : noValue();
        } else if (c > 1 && s.statistics().topMean() != null) {
            detail = String.format(
                    Locale.ROOT,
                    "mean of the top %d: %s; theory %s",
                    c,
                    measured(Statistic.TOP_MEAN, s.statistics().topMean()),
                    Numbers.shortly(theory));
        } else {
            detail = "theory " + Numbers.shortly(theory);
        }
        return new KeyNumber("Largest eigenvalue λ_max", measured(Statistic.MAX, s.max()), detail);
    }

    private KeyNumber learningRate() {
        LearningRateInfo rate = result.learningRate();
        String detail = rate.predictedBound() != null
                ? "theory " + Numbers.shortly(rate.predictedBound())
                : rate.bound() == null ? "none: " + wording.whyNoBound() : noValue();
        return new KeyNumber("Learning-rate bound 2/λ_max", Numbers.shortly(rate.bound()), detail);
    }

    private static KeyNumber smallest(HessianInfo h) {
        return new KeyNumber("Smallest eigenvalue", Numbers.shortly(h.smallest().get(0)), negatives(h));
    }

    private static KeyNumber residualTerm(HessianInfo h) {
        return new KeyNumber(
                "Residual term, share of the norm",
                Numbers.significant(100 * h.residualShare(), 3) + " %",
                "largest eigenvalue of the Fisher matrix: " + Numbers.shortly(h.fisherMax()));
    }

    private KeyNumber bulk() {
        Double bulk = result.spectrum().statistics().bulk();
        Double theory = result.theory().bulk();
        return new KeyNumber(
                "Bulk of the spectrum",
                bulk == null ? Numbers.NONE : measured(Statistic.BULK, bulk),
                theory == null ? noValue() : "theory " + Numbers.shortly(theory));
    }

    private KeyNumber capacity() {
        CapacityInfo.FisherRaoNorm norm = result.capacity().fisherRaoNorm();
        if (norm == null) {
            return new KeyNumber("Capacity θᵀFθ", Numbers.NONE, "computed for the whole Fisher matrix only");
        }
        return new KeyNumber(
                "Capacity: Fisher-Rao norm θᵀFθ",
                Numbers.withError(norm.measured(), norm.standardError()),
                norm.predicted() == null ? noValue() : "theory " + Numbers.shortly(norm.predicted()));
    }

    private String noValue() {
        if (result.network().source() == null && wording.anyLayers()) {
            return "theory has no such layers";
        }
        return wording.measuredOnly() ? "measured at the given weights" : "theory gives no value";
    }

    private KeyNumber verdict() {
        if (wording.measuredOnly()) {
            return new KeyNumber("Theory", wording.anyLayers() ? "None" : "Not asked for", wording.noTheory());
        }
        if (!wording.predicts()) {
            return new KeyNumber("Verdict", "Not judged", wording.noTheory());
        }
        Verdict overall = Verdict.overall(result.comparison());
        String word = switch (overall) {
            case AGREES -> "Theory agrees";
            case DISAGREES -> "Theory disagrees";
            case NOT_APPLICABLE, INFORMATIVE -> "Not judged";
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
