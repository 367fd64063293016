package io.github.fisherscope.meanfield.law;

/** Points with weights. */
final class DiscreteMeasure {
    private final double[] points;
    private final double[] weights;

    DiscreteMeasure(double[] points, double[] weights) {
        this.points = points.clone();
        this.weights = weights.clone();
    }

    int size() {
        return points.length;
    }

    double point(int i) {
        return points[i];
    }

    double weight(int i) {
        return weights[i];
    }

    /** Returns ∫ (w₋₁ + w₀ x)/(z₋₁ + z₀ x) dμ. */
    Complex ratio(Complex wConstant, Complex wSlope, Complex zConstant, Complex zSlope) {
        Complex sum = Complex.ZERO;
        for (int i = 0; i < points.length; i++) {
            Complex numerator = wConstant.plus(wSlope.times(points[i]));
            Complex denominator = zConstant.plus(zSlope.times(points[i]));
            sum = sum.plus(numerator.over(denominator).times(weights[i]));
        }
        return sum;
    }

    double mean() {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            sum += weights[i] * points[i];
        }
        return sum;
    }
}
