package io.github.fisherscope.studies.verify;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.studies.spectrum.Ensemble;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Whether a stated rate of false alarms and of misses can be promised for a statistic of a family, and from which size on. */
final class Promise {
    private static final int MOST_DOUBLINGS = 8;

    private Promise() {}

    /**
     * Returns why nothing can be promised, or nothing.
     *
     * @param detects false when the number of networks is given and any power will do
     */
    static Optional<String> of(
            Ensemble ensemble, Statistic statistic, PowerPlan power, double detect, boolean detects) {
        Optional<String> claim = ensemble.whyNotClaimed(statistic);
        if (claim.isPresent()) {
            return claim;
        }
        double bias = ensemble.relativeBias(statistic);
        if (!Double.isFinite(bias) || bias >= 1) {
            return Optional.of("the formula may be off by as much as the number itself.");
        }
        if (!detects) {
            return Optional.empty();
        }
        return power.whyNot(detect, ensemble.relativeScatter(statistic), bias);
    }

    /** Returns the smallest of the larger families that a test accepts, in words: first wider networks, then more samples. */
    static Optional<String> from(VerifyCase family, Predicate<VerifyCase> accepted) {
        Optional<VerifyCase> wider = smallest(factor -> widened(family, factor), accepted);
        if (wider.isPresent()) {
            return wider.map(c ->
                    "widths " + c.spec().widths().stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return smallest(factor -> new VerifyCase(family.spec(), (int) Math.round(factor * family.samples())), accepted)
                .map(c -> c.samples() + " samples");
    }

    private interface Growth {
        VerifyCase at(double factor);
    }

    private static Optional<VerifyCase> smallest(Growth growth, Predicate<VerifyCase> accepted) {
        double low = 1;
        double high = 1;
        for (int n = 0; n < MOST_DOUBLINGS; n++) {
            high *= 2;
            if (accepts(growth.at(high), accepted)) {
                // A factor to a twentieth: the statement is about sizes, not about single units.
                while (high / low > 1.05) {
                    double middle = Math.sqrt(low * high);
                    if (accepts(growth.at(middle), accepted)) {
                        high = middle;
                    } else {
                        low = middle;
                    }
                }
                return Optional.of(growth.at(high));
            }
            low = high;
        }
        return Optional.empty();
    }

    private static boolean accepts(VerifyCase family, Predicate<VerifyCase> accepted) {
        try {
            return accepted.test(family);
        } catch (RuntimeException e) { // does not fit in memory, or has no prediction
            return false;
        }
    }

    private static VerifyCase widened(VerifyCase family, double factor) {
        NetworkSpec spec = family.spec();
        List<Integer> widths = IntStream.rangeClosed(0, spec.depth())
                .map(l -> l == spec.depth() ? spec.width(l) : (int) Math.ceil(factor * spec.width(l)))
                .boxed()
                .toList();
        return new VerifyCase(
                new NetworkSpec(widths, spec.activation(), spec.weightVariance(), spec.biasVariance(), spec.biases()),
                family.samples());
    }
}
