package io.github.fisherscope.core.layer.normalization;

/**
 * The softmax along an axis, {@code e^x / Σ e^x}.
 *
 * @param axis counted from the front or, below 0, from behind
 */
public record Softmax(int axis) implements ExponentialLayer {
    @Override
    public String kind() {
        return "softmax";
    }

    @Override
    public GroupRule rule() {
        return new Rule();
    }

    private static final class Rule implements GroupRule {
        @Override
        public void forward(double[] x, int[] group, double[] state) {
            double[] sums = Exponentials.shift(x, group, state.length);
            for (int i = 0; i < x.length; i++) {
                x[i] = StrictMath.exp(x[i]) / sums[group[i]];
            }
        }

        @Override
        public void derivative(double[] y, int[] group, double[] state, double[] tangent) {
            double[] means = Exponentials.products(y, tangent, group, state.length);
            for (int i = 0; i < y.length; i++) {
                tangent[i] = y[i] * (tangent[i] - means[group[i]]);
            }
        }

        /** The derivative is symmetric. */
        @Override
        public void transposed(double[] y, int[] group, double[] state, double[] cotangent) {
            derivative(y, group, state, cotangent);
        }

        @Override
        public void change(double[] y, int[] group, double[] state, double[] tangent, double[] cotangent) {
            double[] moved = tangent.clone();
            derivative(y, group, state, moved);
            double[] means = Exponentials.products(y, cotangent, group, state.length);
            double[] bends = Exponentials.products(moved, cotangent, group, state.length);
            for (int i = 0; i < y.length; i++) {
                cotangent[i] = moved[i] * (cotangent[i] - means[group[i]]) - y[i] * bends[group[i]];
            }
        }
    }
}
