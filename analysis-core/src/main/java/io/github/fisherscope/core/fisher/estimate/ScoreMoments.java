package io.github.fisherscope.core.fisher.estimate;

import io.github.fisherscope.core.fisher.ClassProbabilities;
import io.github.fisherscope.core.fisher.Likelihood;

/**
 * Moments of the score z = ∇_f log p(y | f) under the model, at given outputs. The categorical ones are sums over the
 * C classes; for independent components with variances v_k and fourth cumulants c_k they are
 * {@code E[(a·z)⁴] = 3 (Σ a_k² v_k)² + Σ a_k⁴ c_k} and {@code Var(zᵀΘz) = 2 tr(ΘVΘV) + Σ Θ_kk² c_k} for symmetric Θ.
 * (Odd moments do not enter because the components are independent with mean 0.)
 */
final class ScoreMoments {
    private final double[] probabilities;
    private final double[] variances;
    private final double[] fourthCumulants;

    private ScoreMoments(double[] probabilities, double[] variances, double[] fourthCumulants) {
        this.probabilities = probabilities;
        this.variances = variances;
        this.fourthCumulants = fourthCumulants;
    }

    static ScoreMoments of(Likelihood likelihood, double[] f) {
        int c = f.length;
        double[] variances = new double[c];
        double[] cumulants = new double[c];
        return switch (likelihood.kind()) {
            case CATEGORICAL -> new ScoreMoments(ClassProbabilities.of(f), variances, cumulants);
            case GAUSSIAN, BERNOULLI, POISSON -> {
                for (int k = 0; k < c; k++) {
                    variances[k] = likelihood.cumulant(2, f, k);
                    cumulants[k] = likelihood.cumulant(4, f, k);
                }
                yield new ScoreMoments(new double[0], variances, cumulants);
            }
        };
    }

    /** Returns E[(a·z)²] = aᵀQa. */
    double variance(double[] a) {
        return moment(a, 2);
    }

    /** Returns E[(a·z)⁴]. */
    double fourthMoment(double[] a) {
        return moment(a, 4);
    }

    private double moment(double[] a, int order) {
        double second = 0;
        double cumulants = 0;
        if (probabilities.length == 0) {
            for (int k = 0; k < a.length; k++) {
                second += a[k] * a[k] * variances[k];
                cumulants += a[k] * a[k] * a[k] * a[k] * fourthCumulants[k];
            }
            return order == 2 ? second : 3 * second * second + cumulants;
        }
        double mean = 0;
        for (int k = 0; k < a.length; k++) {
            mean += probabilities[k] * a[k];
        }
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double d = (a[k] - mean) * (a[k] - mean);
            sum += probabilities[k] * (order == 2 ? d : d * d);
        }
        return sum;
    }

    /** Returns E[zᵀΘz] = tr(QΘ) for symmetric Θ. */
    double quadraticMean(double[][] theta) {
        double sum = 0;
        if (probabilities.length == 0) {
            for (int k = 0; k < variances.length; k++) {
                sum += theta[k][k] * variances[k];
            }
            return sum;
        }
        for (int y = 0; y < probabilities.length; y++) {
            sum += probabilities[y] * quadratic(y, theta);
        }
        return sum;
    }

    /** Returns Var(zᵀΘz) for symmetric Θ. */
    double quadraticVariance(double[][] theta) {
        double sum = 0;
        if (probabilities.length == 0) {
            for (int a = 0; a < variances.length; a++) {
                for (int b = 0; b < variances.length; b++) {
                    sum += 2 * theta[a][b] * theta[a][b] * variances[a] * variances[b];
                }
                sum += theta[a][a] * theta[a][a] * fourthCumulants[a];
            }
            return sum;
        }
        double mean = quadraticMean(theta);
        for (int y = 0; y < probabilities.length; y++) {
            double d = quadratic(y, theta) - mean;
            sum += probabilities[y] * d * d;
        }
        return sum;
    }

    /** Returns tr(QΘQΘ), the squared Frobenius norm of JᵀQJ. */
    double squaredNorm(double[][] theta) {
        int c = theta.length;
        double sum = 0;
        double[][] product = new double[c][c];
        for (int a = 0; a < c; a++) {
            for (int b = 0; b < c; b++) {
                for (int k = 0; k < c; k++) {
                    product[a][b] += q(a, k) * theta[k][b];
                }
            }
        }
        for (int a = 0; a < c; a++) {
            for (int b = 0; b < c; b++) {
                sum += product[a][b] * product[b][a];
            }
        }
        return sum;
    }

    private double q(int a, int b) {
        if (probabilities.length == 0) {
            return a == b ? variances[a] : 0;
        }
        return probabilities[a] * ((a == b ? 1 : 0) - probabilities[b]);
    }

    /** Returns zᵀΘz for the label y, z = e_y − p. */
    private double quadratic(int y, double[][] theta) {
        double sum = theta[y][y];
        for (int a = 0; a < probabilities.length; a++) {
            sum -= 2 * probabilities[a] * theta[y][a];
            for (int b = 0; b < probabilities.length; b++) {
                sum += probabilities[a] * probabilities[b] * theta[a][b];
            }
        }
        return sum;
    }
}
