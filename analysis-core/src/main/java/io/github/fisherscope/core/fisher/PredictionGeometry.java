package io.github.fisherscope.core.fisher;

/**
 * The geometry of predictions p(y | f) with the Fisher metric of their likelihood: distances, and scores in coordinates in
 * which the metric is the unit matrix.
 */
public final class PredictionGeometry {
    private PredictionGeometry() {}

    /**
     * Writes w with {@code Sᵀ w = ∇_f log p(y | f)} for the likelihood's factor S. For independent outputs it is score over
     * factor; for classes, with {@code Sᵀ = diag(√p) − p √pᵀ} and a score y − p that sums to 0, it is {@code (y − p)/√p}.
     *
     * @param y a label in the form that {@link Likelihood#sample} gives
     * @throws ArithmeticException if S is zero in float64 where the score is not
     */
    public static void whitenedScore(Likelihood likelihood, double[] f, double[] y, double[] w) {
        if (likelihood instanceof IndependentOutputs outputs) {
            for (int k = 0; k < f.length; k++) {
                w[k] = whitened(outputs.score(f[k], y[k]), outputs.factor(f[k]));
            }
            return;
        }
        ClassProbabilities.write(f, w);
        for (int c = 0; c < f.length; c++) {
            w[c] = w[c] == 0 && y[c] == 0 ? 0 : whitened(y[c] - w[c], Math.sqrt(w[c]));
        }
    }

    private static double whitened(double score, double factor) {
        if (score == 0) {
            return 0;
        }
        double w = score / factor;
        if (!Double.isFinite(w)) {
            throw new ArithmeticException(
                    "the Fisher information of an output is zero in float64, as it lies too far out");
        }
        return w;
    }

    /**
     * Returns the Fisher-Rao distance between p(· | f) and p(· | g): the length of the shortest path between them among all
     * distributions of the likelihood's family.
     */
    public static double distance(Likelihood likelihood, double[] f, double[] g) {
        if (likelihood.kind() == LikelihoodKind.CATEGORICAL) {
            return sphere(ClassProbabilities.of(f), ClassProbabilities.of(g));
        }
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            double d = coordinate(likelihood, f[k]) - coordinate(likelihood, g[k]);
            sum += d * d;
        }
        return Math.sqrt(sum);
    }

    /** The probabilities lie on a sphere of radius 2 at {@code 2√p}; {@code 4 asin(‖√p − √q‖/2)} keeps digits nearby. */
    private static double sphere(double[] p, double[] q) {
        double sum = 0;
        for (int k = 0; k < p.length; k++) {
            double d = Math.sqrt(p[k]) - Math.sqrt(q[k]);
            sum += d * d;
        }
        return 4 * Math.asin(Math.min(1, Math.sqrt(sum) / 2));
    }

    /** Returns the integral of the factor: the coordinate of one output in which its metric is 1. */
    private static double coordinate(Likelihood likelihood, double f) {
        return switch (likelihood.kind()) {
            case GAUSSIAN -> f * ((IndependentOutputs) likelihood).factor(f);
            // With p = sin²a the metric in a is 4, and tan a = e^(f/2).
            case BERNOULLI -> 2 * StrictMath.atan(StrictMath.exp(f / 2));
            case POISSON -> 2 * StrictMath.exp(f / 2);
            case CATEGORICAL -> throw new IllegalStateException("classes have no coordinate of one output");
        };
    }
}
