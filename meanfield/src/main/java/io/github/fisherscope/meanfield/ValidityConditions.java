package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Checks the theory's assumptions for one specification and says in words what fails. */
final class ValidityConditions {
    private static final double NO_OVERLAP = 1e-12;

    /** Largest relative variance of |∇f|² that first-order terms describe, and that leaves few networks' means near normal. */
    private static final double LARGEST_VARIANCE = 0.15;

    /** Below this |x|² varies by 26 % and more, and what depends on it is no longer linear in it. */
    private static final int FEWEST_INPUTS = 30;

    private static final double LARGEST_SPREAD = 0.05;
    private static final double SMALLEST_SEPARATION = 2;
    private static final double LARGEST_OUTPUT_RATIO = 0.05;
    private static final double LARGEST_DEPTH_RATIO = 0.1;

    private static final String OPPOSED =
            "κ₂ < 0: gradients at different inputs point away from each other on average, as for inputs whose mean was"
                    + " subtracted; there is no outlier";

    private static final String FINITE =
            "gradients at different inputs overlap on average at these widths, so C eigenvalues stand apart; κ₂, the part"
                    + " that grows with the hidden widths alone, is not positive";

    private ValidityConditions() {}

    static List<ValidityCondition> check(
            NetworkSpec spec,
            OrderParameters order,
            FisherStatistics statistics,
            PairCorrection correction,
            GradientVariance variance) {
        List<ValidityCondition> list = new ArrayList<>();
        list.add(depth(spec));
        list.add(centred(spec, order, statistics));
        if (spec.depth() >= 2) {
            list.add(separated(statistics, correction, variance));
        }
        list.add(samples(statistics));
        list.add(dualRank(statistics));
        if (spec.depth() >= 2) {
            list.add(inputs(spec, statistics, variance));
            list.add(width(spec, statistics, variance));
            list.add(outputs(spec));
            list.add(aspect(spec));
        }
        return List.copyOf(list);
    }

    private static ValidityCondition depth(NetworkSpec spec) {
        boolean holds = spec.depth() >= 2;
        String text = holds
                ? String.format(Locale.ROOT, "the network has %d weight layers", spec.depth())
                : "the network has no hidden layer, so there are no κ's; its Fisher matrix is the matrix of second moments"
                        + " of the inputs, once for each output, and its largest eigenvalue is put at the"
                        + " Marchenko-Pastur edge, which is that of inputs that do not overlap on average";
        return new ValidityCondition("hidden-layer", holds, text);
    }

    private static ValidityCondition centred(NetworkSpec spec, OrderParameters order, FisherStatistics statistics) {
        double sum = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            sum += spec.width(l - 1) * Math.abs(order.qTildePair(l) * order.qHatPair(l - 1));
        }
        boolean overlap = sum > NO_OVERLAP * statistics.gradientSquare();
        boolean holds = overlap && statistics.gradientOverlap() > 0;
        boolean wide = statistics.leadingOrder().map(l -> l.kappa2() > 0).orElse(true);
        String text = holds ? (wide ? overlapping(spec) : FINITE) : overlap ? OPPOSED : withoutOverlap(spec);
        return new ValidityCondition("non-centred", holds, text);
    }

    private static String overlapping(NetworkSpec spec) {
        return spec.depth() == 1
                ? "gradients at different inputs overlap as the inputs do, so C eigenvalues grow with the number of inputs"
                : "κ₂ > 0: gradients at different inputs overlap, so C eigenvalues grow with the width";
    }

    private static String withoutOverlap(NetworkSpec spec) {
        if (spec.depth() == 1) {
            return "different inputs do not overlap on average, and no hidden layer makes their gradients overlap: no"
                    + " eigenvalue grows with a width, so there are no outliers";
        }
        String why = spec.biasVariance() == 0
                ? "κ₂ = 0: with σ_b² = 0 and an activation of zero mean, gradients at different inputs do not overlap"
                : "κ₂ is 0 to the accuracy of its sum: gradients at different inputs do not overlap";
        return why
                + "; there is no outlier and the largest eigenvalue is the edge of the bulk, which the outlier formula"
                + " puts too low";
    }

    /**
     * A spike of height S₂ leaves a bulk of noise once it is higher than the noise (Baik, Ben Arous, Péché); the coupling of
     * different samples' own overlaps lifts it likewise.
     */
    private static ValidityCondition separated(
            FisherStatistics statistics, PairCorrection correction, GradientVariance variance) {
        double pairs = correction.sameOutput() + (statistics.outputs() - 1) * correction.crossOutput();
        double ratio = 1 / Math.sqrt(variance.lift(statistics, pairs));
        boolean holds = statistics.samples() == 1 || ratio > SMALLEST_SEPARATION;
        String text = Double.isFinite(ratio)
                ? String.format(
                        Locale.ROOT,
                        "the outliers are %.3g times as high as what couples them to the bulk%s",
                        ratio,
                        holds ? "" : "; below about 2 they merge with it, and the outlier formula is too low")
                : statistics.samples() == 1
                        ? "there is one sample, and no bulk that outliers could merge with"
                        : "how far outliers stand apart from the bulk is not known here: samples are parallel in a network"
                                + " with kinks, or there are no outliers";
        return new ValidityCondition("outlier-separated", holds, text);
    }

    private static ValidityCondition samples(FisherStatistics statistics) {
        boolean holds = statistics.samples() >= 2;
        String text = holds
                ? String.format(Locale.ROOT, "T = %d samples", statistics.samples())
                : "there is one sample, so all C non-zero eigenvalues are outliers and there is no bulk";
        return new ValidityCondition("bulk-exists", holds, text);
    }

    private static ValidityCondition dualRank(FisherStatistics statistics) {
        double dual = (double) statistics.outputs() * statistics.samples();
        boolean holds = dual <= statistics.parameters();
        String text = String.format(
                Locale.ROOT,
                "CT = %.0f %s P = %d%s",
                dual,
                holds ? "≤" : ">",
                statistics.parameters(),
                holds
                        ? ""
                        : ": the Fisher matrix has fewer than CT non-zero eigenvalues and the bulk value is wrong;"
                                + " mean and largest eigenvalue do not depend on this");
        return new ValidityCondition("rank", holds, text);
    }

    private static ValidityCondition inputs(NetworkSpec spec, FisherStatistics statistics, GradientVariance variance) {
        double s2 = statistics.gradientOverlap();
        double spread = s2 > 0 ? variance.lengths() / (s2 * s2) : 0;
        boolean holds = spec.inputs() >= FEWEST_INPUTS && !(spread > LARGEST_SPREAD);
        String text = String.format(
                Locale.ROOT,
                "|x|² of %s varies by %.0f %% between samples%s",
                spec.inputs() == 1 ? "one input" : spec.inputs() + " inputs",
                100 * Math.sqrt(2.0 / spec.inputs()),
                holds
                        ? ""
                        : ", and with it what theory takes to be the same for all: largest eigenvalue, second moment and bulk");
        return new ValidityCondition("many-inputs", holds, text);
    }

    private static ValidityCondition width(NetworkSpec spec, FisherStatistics statistics, GradientVariance variance) {
        int smallest = spec.width(1);
        for (int l = 1; l < spec.depth(); l++) {
            smallest = Math.min(smallest, spec.width(l));
        }
        double s1 = statistics.gradientSquare();
        double relative = variance.square() / (s1 * s1);
        boolean holds = !(relative > LARGEST_VARIANCE);
        String text = !Double.isFinite(relative)
                ? "how far |∇f|² varies between networks is more than a double holds"
                : String.format(
                        Locale.ROOT,
                        "|∇f|² varies by %.0f %% between networks; the narrowest hidden layer has %s%s",
                        100 * Math.sqrt(relative),
                        smallest == 1 ? "one unit" : smallest + " units",
                        holds
                                ? " and corrections are of relative order 1/M"
                                : String.format(
                                        Locale.ROOT,
                                        ", and terms beyond the first in 1/M count; %.3g times as many would do",
                                        relative / LARGEST_VARIANCE));
        return new ValidityCondition("wide", holds, text);
    }

    private static ValidityCondition outputs(NetworkSpec spec) {
        double ratio = (double) spec.outputs() / spec.width(spec.depth() - 1);
        boolean holds = spec.outputs() == 1 || ratio <= LARGEST_OUTPUT_RATIO;
        String text = String.format(
                Locale.ROOT,
                "C/M = %.3g outputs per unit of the last hidden layer%s",
                ratio,
                spec.outputs() == 1
                        ? ""
                        : "; the C outliers are degenerate only at infinite width and spread by about √(C/M) = "
                                + String.format(Locale.ROOT, "%.2g", Math.sqrt(ratio))
                                + ", so compare with the mean of the C largest eigenvalues");
        return new ValidityCondition("few-outputs", holds, text);
    }

    private static ValidityCondition aspect(NetworkSpec spec) {
        double inverse = 0;
        for (int l = 1; l < spec.depth(); l++) {
            inverse += 1.0 / spec.width(l);
        }
        boolean holds = inverse <= LARGEST_DEPTH_RATIO;
        String text = String.format(
                Locale.ROOT,
                "the hidden layers' inverse widths add up to %.3g; fluctuations between networks grow like its root%s",
                inverse,
                holds ? "" : ", so the expectation says little about one network");
        return new ValidityCondition("shallow-for-its-width", holds, text);
    }
}
