package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Expectations of one activation φ under centred Gaussian variables: everything the mean-field recursions need.
 *
 * <pre>  I_g[a, b] = E g(u) g(v),   (u, v) Gaussian, both of variance a, covariance b  </pre>
 *
 * <p>Identity, ReLU and leaky ReLU use closed forms wherever one exists, and so does erf for E φ², E φ'², I_φ and I_φ'.
 * The smooth functions use the trapezoid rule, which converges exponentially for functions that are analytic around
 * the real axis; two-point functions are reduced to nested one-dimensional rules by conditional independence, which
 * divides by nothing and is exact at b = 0 and b = ±a. The step follows from the distance of the nearest singularity
 * of φ and is halved until two results agree; errors are then near rounding (below 1e-13 relative in the tests). Over
 * Gaussians much wider than the activation's own scale, quadrature covers only the core where φ bends; beyond it φ is a line
 * to rounding and its moments are those of truncated normals. So neither error nor cost grows with the variance.
 *
 * <p>Cost: microseconds for one variable, about a millisecond for two, and nothing for arguments that were asked for before.
 * Deterministic; safe for use by several threads.
 * Source: {@code docs/theory/equations.md#gaussian}.
 */
public abstract sealed class GaussianExpectation permits KinkedExpectation, SmoothExpectation {
    private static final double COVARIANCE_SLACK = 1e-9;

    /** Activations have parameters, so there may be many. */
    private static final int MOST_INSTANCES = 64;

    private static final Map<Activation, GaussianExpectation> INSTANCES = new ConcurrentHashMap<>();

    private final Memo<PointMoments> points = new Memo<>((variance, none) -> point(variance));
    private final Memo<PairOverlaps> overlaps = new Memo<>(this::pairOverlaps);
    private final Memo<double[]> vectors = new Memo<>(this::evaluatePair);

    GaussianExpectation() {}

    /** Returns the expectations of {@code activation}, by closed forms where they exist. */
    public static GaussianExpectation of(Activation activation) {
        GaussianExpectation known = INSTANCES.get(activation);
        if (known != null) {
            return known;
        }
        GaussianExpectation made = make(activation);
        if (INSTANCES.size() >= MOST_INSTANCES) {
            INSTANCES.clear();
        }
        INSTANCES.put(activation, made);
        return made;
    }

    private static GaussianExpectation make(Activation activation) {
        return switch (activation.kind()) {
            case IDENTITY -> new KinkedExpectation(1);
            case RELU -> new KinkedExpectation(0);
            case LEAKY_RELU -> new KinkedExpectation(((Activation.LeakyRelu) activation).slope());
            case ERF -> new ErfExpectation((Activation.Erf) activation);
            case TANH, SIGMOID, SOFTPLUS, GELU, SILU -> new SmoothExpectation(activation);
        };
    }

    /**
     * Returns the expectations over u ~ N(0, variance).
     *
     * @param variance q ≥ 0
     * @throws IllegalArgumentException if the variance is negative or not finite
     */
    public final PointMoments at(double variance) {
        return points.get(variance, 0);
    }

    abstract PointMoments point(double variance);

    /**
     * Returns {@code I_φ} and {@code I_φ'}.
     *
     * @param variance a ≥ 0
     * @param covariance b in [−a, a]
     * @throws IllegalArgumentException if an argument is out of range
     */
    public final PairOverlaps overlaps(double variance, double covariance) {
        return overlaps.get(variance, covariance);
    }

    abstract PairOverlaps pairOverlaps(double variance, double covariance);

    /**
     * Returns {@code E φ(u) φ(v)} and {@code E φ'(u) φ'(v)} for variables of different variances.
     *
     * @param first variance of u, ≥ 0
     * @param second variance of v, ≥ 0
     * @param correlation in [−1, 1]
     * @throws IllegalArgumentException if an argument is out of range
     */
    public abstract PairOverlaps overlaps(double first, double second, double correlation);

    /**
     * Returns the overlaps with their derivatives and all fluctuations of a pair, from one evaluation.
     *
     * @param variance a ≥ 0
     * @param covariance b in [−a, a]
     */
    public final PairMoments pairMoments(double variance, double covariance) {
        return moments(variance, covariance, pairVector(variance, covariance));
    }

    /** Returns what {@link #moments} makes sense of: values, then as many scales; not to be changed. */
    final double[] pairVector(double variance, double covariance) {
        return vectors.get(variance, covariance);
    }

    abstract double[] evaluatePair(double variance, double covariance);

    abstract PairMoments moments(double variance, double covariance, double... e);

    /** Returns how many expectations over two variables were evaluated, by this instance in its life. */
    long pairEvaluations() {
        return overlaps.evaluations() + vectors.evaluations();
    }

    /**
     * Returns {@code ∂I_φ'[a, b]/∂b}, which is {@code I_φ''[a, b]} where φ'' exists; for a kink the slope jump squared
     * times the density of (u, v) at the origin, infinite at b = ±a.
     *
     * @param variance a ≥ 0
     * @param covariance b in [−a, a]
     */
    public final double curvatureOverlap(double variance, double covariance) {
        return pairMoments(variance, covariance).curvature();
    }

    /**
     * Returns the fluctuations that two units with the same shared part do not share (see {@link PairFluctuations}).
     *
     * @param variance a ≥ 0
     * @param covariance b in [−a, a]
     */
    public final PairFluctuations fluctuations(double variance, double covariance) {
        return pairMoments(variance, covariance).pair();
    }

    /**
     * Returns the variances, over units, of averages over many samples (see {@link SharedFluctuations}).
     *
     * @param variance a ≥ 0
     * @param covariance b in [−a, a]
     */
    public final SharedFluctuations sharedFluctuations(double variance, double covariance) {
        return pairMoments(variance, covariance).shared();
    }

    static void requireCorrelation(double first, double second, double correlation) {
        Args.requireNonNegative("first variance", first);
        Args.requireNonNegative("second variance", second);
        Args.requireInRange("correlation", correlation, -1, 1);
    }

    /** Checks the pair and returns the covariance moved into [−variance, variance] by at most a rounding error. */
    static double requireCovariance(double variance, double covariance) {
        Args.requireNonNegative("variance", variance);
        double limit = variance * (1 + COVARIANCE_SLACK);
        Args.requireInRange("covariance", covariance, -limit, limit);
        return Math.max(-variance, Math.min(variance, covariance));
    }
}
