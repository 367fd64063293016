package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What mean-field theory says about the network, and whether it may be held to it. The file holds the components of
 * {@code validity} and {@code coefficients} beside the others.
 *
 * @param validity whether theory applies, and whose weights it speaks of
 * @param coefficients κ₁, κ₂ and α of the paper
 * @param statistics predictions of the finite-width form (exact P, bias gradients kept), null where nothing is predicted
 * @param leadingOrder the same statistics in the wide-network limit of the paper (P ≈ αM², bias gradients left out),
 *     without a largest eigenvalue of its own; null where there is no such limit
 * @param orderParameters by depth, null where nothing is predicted
 * @param phase where the network stands in the phase diagram, null when it has no finite fixed point or none was sought
 */
public record TheoryInfo(
        @JsonUnwrapped Validity validity,
        @JsonUnwrapped Coefficients coefficients,
        @Nullable Statistics statistics,
        @Nullable Statistics leadingOrder,
        @Nullable OrderParameters orderParameters,
        @Nullable Phase phase) {
    /** The network was drawn from the family that theory is about. */
    public static final String RANDOM = "random";

    /** The network was given; theory is that of random weights with the variances of its weights. */
    public static final String OWN_VARIANCES = "own-variances";

    /** The network was given; theory is that of random weights with variances that the user gave. */
    public static final String GIVEN_VARIANCES = "given-variances";

    /** The network was given, and nothing is predicted. */
    public static final String NOT_ASKED = "not-asked";

    /**
     * Whether theory applies.
     *
     * @param applies whether all conditions hold
     * @param weights whose weights theory speaks of: {@link #RANDOM}, {@link #OWN_VARIANCES}, {@link #GIVEN_VARIANCES} or,
     *     where weights were given and nothing is predicted, {@link #NOT_ASKED}; null in results of earlier versions
     * @param conditions every condition of validity with what it means here, those that hold and those that fail
     */
    public record Validity(boolean applies, @Nullable String weights, List<Condition> conditions) {
        public Validity {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * The coefficients of the leading order; null where it does not exist.
     *
     * @param kappa1 κ₁
     * @param kappa2 κ₂
     * @param alpha α, so that P ≈ α M²
     */
    public record Coefficients(
            @Nullable Double kappa1,
            @Nullable Double kappa2,
            @Nullable Double alpha) {
        /** Where there is no leading order. */
        public static final Coefficients NONE = new Coefficients(null, null, null);
    }

    /** Makes a description without predictions. */
    public static TheoryInfo none(Validity validity, @Nullable OrderParameters order, @Nullable Phase phase) {
        return new TheoryInfo(validity, Coefficients.NONE, null, null, order, phase);
    }

    /** Returns whether all conditions hold. */
    public boolean applies() {
        return validity.applies();
    }

    /** Returns whose weights theory speaks of, null in results of earlier versions. */
    public @Nullable String weights() {
        return validity.weights();
    }

    /** Returns every condition. */
    public List<Condition> conditions() {
        return validity.conditions();
    }

    /** Returns the predicted mean, null where nothing is predicted. */
    public @Nullable Double mean() {
        return statistics == null ? null : statistics.mean();
    }

    /** Returns the predicted outliers, null where nothing is predicted. */
    public @Nullable Double topMean() {
        return statistics == null ? null : statistics.topMean();
    }

    /** Returns the predicted outliers, or the largest eigenvalue where that alone is predicted; null without either. */
    public @Nullable Double top() {
        return topMean() == null ? max() : topMean();
    }

    /** Returns the predicted largest eigenvalue, null where nothing is predicted. */
    public @Nullable Double max() {
        return statistics == null ? null : statistics.max();
    }

    /** Returns the predicted second moment, null where nothing is predicted. */
    public @Nullable Double secondMoment() {
        return statistics == null ? null : statistics.secondMoment();
    }

    /** Returns the predicted bulk, null where nothing is predicted. */
    public @Nullable Double bulk() {
        return statistics == null ? null : statistics.bulk();
    }

    /** Returns whether the named condition does not fail here. */
    public boolean fulfils(String condition) {
        return conditions().stream().noneMatch(c -> c.name().equals(condition) && !c.holds());
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
