package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mean-field theory says about the network, and whether it may be held to it. Top-level statistics are those of
 * the finite-width form (exact P, bias gradients kept); {@code leadingOrder} holds the wide-network limit of the paper.
 *
 * @param applies whether all conditions hold
 * @param conditions every condition of validity with what it means here, those that hold and those that fail
 * @param kappa1 κ₁
 * @param kappa2 κ₂
 * @param alpha α, so that P ≈ α M²
 * @param mean predicted tr F / P
 * @param secondMoment predicted tr F² / P
 * @param max predicted outlier eigenvalue, C-fold in the limit; to be held against the mean of the C largest
 * @param firstMax predicted largest single eigenvalue with the splitting of the C outliers, null when not available
 * @param bulk predicted bulk eigenvalue, C(T−1)-fold
 * @param leadingOrder the same statistics in the limit of the paper
 * @param orderParameters by depth
 * @param phase where the network stands in the phase diagram, null when it has no finite fixed point or none was sought
 * @param weights whose weights theory speaks of: {@link #RANDOM}, {@link #OWN_VARIANCES}, {@link #GIVEN_VARIANCES} or, where
 *     weights were given and nothing is predicted, {@link #NOT_ASKED}; null in results of earlier versions
 */
public record TheoryInfo(
        boolean applies,
        List<Condition> conditions,
        @Nullable Double kappa1,
        @Nullable Double kappa2,
        @Nullable Double alpha,
        @Nullable Double mean,
        @Nullable Double secondMoment,
        @Nullable Double max,
        @Nullable Double firstMax,
        @Nullable Double bulk,
        @Nullable LeadingOrder leadingOrder,
        @Nullable OrderParameters orderParameters,
        @Nullable OrderParameters measuredOrderParameters,
        @Nullable Phase phase,
        @Nullable String weights) {
    /** The network was drawn from the family that theory is about. */
    public static final String RANDOM = "random";

    /** The network was given; theory is that of random weights with the variances of its weights. */
    public static final String OWN_VARIANCES = "own-variances";

    /** The network was given; theory is that of random weights with variances that the user gave. */
    public static final String GIVEN_VARIANCES = "given-variances";

    /** The network was given, and nothing is predicted. */
    public static final String NOT_ASKED = "not-asked";

    public TheoryInfo {
        conditions = List.copyOf(conditions);
    }

    /** Returns whether the named condition does not fail here. */
    public boolean fulfils(String condition) {
        return conditions.stream().noneMatch(c -> c.name().equals(condition) && !c.holds());
    }

    /** Returns whether the formula of the outliers applies, so that their level may be shown as a prediction. */
    public boolean hasOutliers() {
        return fulfils("non-centred") && fulfils("hidden-layer") && fulfils("outlier-separated");
    }

    /**
     * One condition under which the formulas hold.
     *
     * @param name short key, such as {@code kappa2Positive}
     * @param holds whether it holds here
     * @param explanation in words: what it demands, what it is here, and what to use instead when it fails
     */
    public record Condition(String name, boolean holds, String explanation) {}

    /** The statistics in the limit of the paper: P ≈ αM², bias gradients left out. */
    public record LeadingOrder(double mean, double secondMoment, double max, double bulk) {}

    /**
     * Order parameters by depth. {@code q}, {@code qSt}, {@code qTilde} and {@code qTildeSt} have one entry per layer
     * l = 1…L; {@code qHat} and {@code qHatSt} belong to the activations l = 0…L−1, also L entries.
     */
    public record OrderParameters(
            RealVector q, RealVector qSt, RealVector qHat, RealVector qHatSt, RealVector qTilde, RealVector qTildeSt) {}

    /**
     * Where the network stands in the phase diagram of signal propagation.
     *
     * @param name {@code ordered}, {@code chaotic} or {@code edge of chaos}
     * @param fixedPoint q*, null when q grows without bound
     * @param chi1 χ₁, slope of the correlation map at c = 1
     * @param correlation c*, the stable fixed point of the correlation, null when unknown
     * @param contours lines of equal χ₁ in the plane of the two variances, the edge of chaos χ₁ = 1 among them where the
     *     activation has one in the range shown; empty in results of earlier versions
     */
    public record Phase(
            String name,
            @Nullable Double fixedPoint,
            double chi1,
            @Nullable Double correlation,
            List<Contour> contours) {

        public Phase {
            contours = contours == null ? List.of() : List.copyOf(contours);
        }
    }

    /**
     * One line of equal χ₁.
     *
     * @param chi1 its value
     * @param weightVariances σ_w² of its points
     * @param biasVariances σ_b² of the same points
     */
    public record Contour(double chi1, RealVector weightVariances, RealVector biasVariances) {}
}
