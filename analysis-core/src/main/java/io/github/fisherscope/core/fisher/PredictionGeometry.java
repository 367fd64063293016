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

    /**
     * Returns ψ with its derivatives along a curve of outputs: coordinates in a flat space in which the Fisher metric is that of
     * the space, {@code f/σ} for Gaussian outputs, {@code 2√p} for classes, {@code 2 atan e^(f/2)} for Bernoulli and {@code
     * 2 e^(f/2)} for Poisson outputs.
     *
     * @param f outputs with their derivatives
     */
    public static OutputJet embedded(Likelihood likelihood, OutputJet f) {
        return likelihood.kind() == LikelihoodKind.CATEGORICAL
                ? onSphere(f)
                : f.mapped((value, k) -> new double[] {
                    coordinate(likelihood, value),
                    ((IndependentOutputs) likelihood).factor(value),
                    factorSlope(likelihood, value)
                });
    }

    /** Returns the derivative of the factor. */
    private static double factorSlope(Likelihood likelihood, double f) {
        double factor = ((IndependentOutputs) likelihood).factor(f);
        return switch (likelihood.kind()) {
            case GAUSSIAN -> 0;
            case BERNOULLI -> -factor * StrictMath.tanh(f / 2) / 2;
            case POISSON -> factor / 2;
            case CATEGORICAL -> throw new IllegalStateException("classes have no coordinate of one output");
        };
    }

    /** With g = log p: ψ = 2√p, ψ̇ = ψġ/2, ψ̈ = ψ(ġ²/4 + g̈/2). */
    private static OutputJet onSphere(OutputJet f) {
        double[] p = ClassProbabilities.of(f.value());
        double mean = 0;
        double square = 0;
        double bend = 0;
        for (int k = 0; k < p.length; k++) {
            mean += p[k] * f.velocity()[k];
            square += p[k] * f.velocity()[k] * f.velocity()[k];
            bend += p[k] * f.acceleration()[k];
        }
        OutputJet psi = OutputJet.zeros(p.length);
        for (int k = 0; k < p.length; k++) {
            double value = 2 * Math.sqrt(p[k]);
            double first = f.velocity()[k] - mean;
            double second = f.acceleration()[k] - bend - (square - mean * mean);
            psi.set(k, value, value * first / 2, value * (first * first / 4 + second / 2));
        }
        return psi;
    }
}
