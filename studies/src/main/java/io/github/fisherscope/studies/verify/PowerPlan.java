package io.github.fisherscope.studies.verify;

import io.github.fisherscope.core.check.Args;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How many networks a comparison needs so that a wrong prediction does not slip through.
 *
 * <p>The comparison says that a mean over N networks disagrees when it is off by more than c·σ/√N + b, all relative to the
 * prediction, with c Student's quantile for the false-alarm rate and b the stated finite-width error. If the prediction is
 * wrong by δ, it is seen with probability 1 − β when δ − b ≥ (c + z_β) σ (1 + δ)/√N. The scatter σ is the one theory
 * expects, enlarged by its known uncertainty; the estimate of σ from the networks fluctuates, so that the power holds
 * approximately for small N.
 *
 * @param alarmPerRow two-sided false-alarm rate of one row
 * @param miss β
 */
record PowerPlan(double alarmPerRow, double miss) {
    /** The predicted scatter agrees with simulated networks within about 15 %. */
    static final double SCATTER_MARGIN = 1.15;

    private static final int MOST_NETWORKS = 1 << 20;

    PowerPlan {
        Args.require(alarmPerRow > 0 && alarmPerRow < 1, "alarmPerRow is %s; it must lie in (0, 1)", alarmPerRow);
        Args.require(miss > 0 && miss < 1, "miss is %s; it must lie in (0, 1)", miss);
    }

    /**
     * Returns the relative error that N networks see.
     *
     * @param scatter σ relative to the prediction
     * @param bias b
     */
    double detectable(int networks, double scatter, double bias) {
        double critical = TDistribution.of(networks - 1.0).inverseSurvivalProbability(alarmPerRow / 2);
        double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability(miss);
        double error = (critical + quantile) * scatter * SCATTER_MARGIN / Math.sqrt(networks);
        return error >= 1 ? Double.POSITIVE_INFINITY : (bias + error) / (1 - error);
    }

    /**
     * Returns the smallest N ≥ 2 that sees a relative error of {@code detect}.
     *
     * @param what for the message
     * @throws IllegalArgumentException if no number of networks does, since the formula's own error is as large
     */
    int networks(String what, double detect, double scatter, double bias) {
        whyNot(detect, scatter, bias).ifPresent(why -> {
            throw new IllegalArgumentException(what + ": " + why);
        });
        int low = 1;
        int high = 2;
        while (detectable(high, scatter, bias) > detect) {
            low = high;
            high *= 2;
        }
        while (high - low > 1) {
            int middle = (low + high) / 2;
            if (detectable(middle, scatter, bias) > detect) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** Returns why no number of networks sees a relative error of {@code detect}, or nothing. */
    Optional<String> whyNot(double detect, double scatter, double bias) {
        if (!(detect > bias)) {
            return Optional.of(
                    ("the formula itself may be off by %s %% at this width, so an error of %s %% cannot be told from"
                                    + " it; detect a larger one or use wider networks.")
                            .formatted(percent(bias), percent(detect)));
        }
        if (detectable(MOST_NETWORKS, scatter, bias) > detect) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "more than %d networks would be needed to see an error of %s %%; detect a larger one.",
                    MOST_NETWORKS,
                    percent(detect)));
        }
        return Optional.empty();
    }

    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2g", 100 * fraction);
    }
}
