package io.github.fisherscope.geometry.divergence;

import java.util.Optional;

/** The Jensen-Shannon divergence: the mean of the KL divergences of p and of q from (p+q)/2; at most log 2. */
final class JensenShannonDivergence extends FDivergence {
    /** Below it x⁶/15, the next term of the series, is under the rounding of x². */
    private static final double SMALL = 1e-4;

    @Override
    public String name() {
        return "js";
    }

    @Override
    public String formula() {
        return "½ Σ p log(2p/(p+q)) + ½ Σ q log(2q/(p+q))";
    }

    @Override
    public FDivergence dual() {
        return this;
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.of(LocalForm.ofGenerator(0.25, -0.375));
    }

    /** With m = (p+q)/2 and x = |q−p|/(p+q): m ((1−x) log(1−x) + (1+x) log(1+x)) / 2. */
    @Override
    public double term(double p, double q) {
        double middle = p / 2 + q / 2;
        if (p == 0 || q == 0) {
            return middle * Math.log(2);
        }
        double x = Math.abs(q - p) / (p + q);
        if (x < SMALL) {
            return middle * x * x * (1 + x * x / 6) / 2;
        }
        double less = Math.min(p, q) / middle;
        double more = Math.max(p, q) / middle;
        return middle * ((less > 0 ? less * Math.log(less) : 0) + more * Math.log(more)) / 2;
    }

    @Override
    public double slope(double p, double q) {
        double share = q / (p + q);
        // log1p would lose a small q beside p, down to an infinite slope
        return share < 0.25 ? Math.log(2 * share) / 2 : Math.log1p((q - p) / (p + q)) / 2;
    }

    @Override
    public double bend(double p, double q) {
        return p / (p + q) / 2;
    }
}
