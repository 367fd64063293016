package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.math.RealVector;

/**
 * ψ(x) = log Σ exp(x_i), the cumulant function of the softmax family in its logits; D[x : y] = KL[softmax y : softmax
 * x]. Adding a constant to all logits changes nothing.
 */
final class LogSumExpPotential implements BregmanPotential {
    @Override
    public String name() {
        return "log-sum-exp";
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public double value(RealVector x) {
        double top = x.stream().max().orElseThrow();
        return top
                + Math.log(RealVector.takingOver(
                                x.stream().map(v -> Math.exp(v - top)).toArray())
                        .sum());
    }

    @Override
    public RealVector gradient(RealVector y) {
        return RealVector.takingOver(FDivergence.softmax(y));
    }

    /** Σ q (e^s − 1 − s) with q = softmax y and s = log(softmax x / softmax y): every term is at least 0. */
    @Override
    public double divergence(RealVector x, RealVector y) {
        BregmanPotential.requirePair(x, y);
        double[] q = FDivergence.softmax(y);
        double[] steps = new double[q.length];
        double mean = 0;
        for (int i = 0; i < q.length; i++) {
            steps[i] = x.get(i) - y.get(i);
            mean += q[i] * steps[i];
        }
        // log Σ q exp(step) − mean, about the mean so that small steps keep their digits
        double[] terms = new double[q.length];
        double top = 0;
        for (int i = 0; i < q.length; i++) {
            top = Math.max(top, steps[i] - mean);
        }
        if (top < 1) {
            for (int i = 0; i < q.length; i++) {
                double s = steps[i] - mean;
                terms[i] = q[i] * (Math.abs(s) < 1e-5 ? s * s / 2 * (1 + s / 3) : Math.expm1(s) - s);
            }
            return Math.max(0, Math.log1p(RealVector.takingOver(terms).sum()));
        }
        for (int i = 0; i < q.length; i++) {
            terms[i] = q[i] * Math.exp(steps[i] - mean - top);
        }
        return top + Math.log(RealVector.takingOver(terms).sum());
    }

    @Override
    public double quadratic(RealVector y, RealVector d) {
        return centralMoment(y, d, 2) / 2;
    }

    @Override
    public double cubic(RealVector y, RealVector d) {
        return centralMoment(y, d, 3) / 6;
    }

    private static double centralMoment(RealVector y, RealVector d, int order) {
        double[] q = FDivergence.softmax(y);
        double mean = 0;
        for (int i = 0; i < q.length; i++) {
            mean += q[i] * d.get(i);
        }
        double moment = 0;
        for (int i = 0; i < q.length; i++) {
            moment += q[i] * Math.pow(d.get(i) - mean, order);
        }
        return moment;
    }
}
