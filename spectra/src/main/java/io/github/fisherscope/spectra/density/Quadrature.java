package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.DoubleUnaryOperator;

/**
 * A Gauss quadrature of the spectral measure of one probe: {@code vᵀf(A)v = Σ w_i f(x_i)}, exact for polynomials up to
 * degree 2m − 1.
 *
 * @param nodes ascending
 * @param weights non-negative, of sum 1
 */
public record Quadrature(RealVector nodes, RealVector weights) {
    public Quadrature {
        Args.requireSame("number of weights", weights.size(), nodes.size(), "give one weight per node");
    }

    static Quadrature of(double[] nodes, double[] weights) {
        return new Quadrature(RealVector.of(nodes), RealVector.of(weights));
    }

    /** Returns Σ w_i f(x_i). */
    public double integrate(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < nodes.size(); i++) {
            sum += weights.get(i) * f.applyAsDouble(nodes.get(i));
        }
        return sum;
    }
}
