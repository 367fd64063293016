package io.github.fisherscope.meanfield.gaussian;

/**
 * Expectations over one Gaussian variable u ~ N(0, q).
 *
 * @param mean E φ
 * @param meanSquare V = E φ²
 * @param meanDerivative E φ'
 * @param derivativeMeanSquare D = E φ'²
 * @param curvature E φ φ'' (0 for a kink at u = 0, where φ vanishes)
 * @param mixed A = E φ φ' u
 * @param stretched B = E φ'² u²
 */
public record PointMoments(
        double mean,
        double meanSquare,
        double meanDerivative,
        double derivativeMeanSquare,
        double curvature,
        double mixed,
        double stretched) {}
