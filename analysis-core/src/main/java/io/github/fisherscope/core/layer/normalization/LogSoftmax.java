package io.github.fisherscope.core.layer.normalization;

/**
 * The logarithm of the softmax along an axis, {@code x − log Σ e^x}.
 *
 * @param axis counted from the front or, below 0, from behind
 */
public record LogSoftmax(int axis) implements ExponentialLayer {
    @Override
    public String kind() {
        return "log-softmax";
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
                x[i] -= StrictMath.log(sums[group[i]]);
            }
        }

        @Override
        public void derivative(double[] y, int[] group, double[] state, double[] tangent) {
            double[] means = Exponentials.products(exponentials(y), tangent, group, state.length);
            for (int i = 0; i < y.length; i++) {
                tangent[i] -= means[group[i]];
            }
        }

        @Override
        public void transposed(double[] y, int[] group, double[] state, double[] cotangent) {
            double[] sums = new double[state.length];
            for (int i = 0; i < y.length; i++) {
                sums[group[i]] += cotangent[i];
            }
            for (int i = 0; i < y.length; i++) {
                cotangent[i] -= StrictMath.exp(y[i]) * sums[group[i]];
            }
        }

        @Override
        public void change(double[] y, int[] group, double[] state, double[] tangent, double[] cotangent) {
            double[] moved = tangent.clone();
            derivative(y, group, state, moved);
            double[] sums = new double[state.length];
            for (int i = 0; i < y.length; i++) {
                sums[group[i]] += cotangent[i];
            }
            for (int i = 0; i < y.length; i++) {
                cotangent[i] = -StrictMath.exp(y[i]) * moved[i] * sums[group[i]];
            }
        }

        private static double[] exponentials(double[] y) {
            double[] p = new double[y.length];
            for (int i = 0; i < y.length; i++) {
                p[i] = StrictMath.exp(y[i]);
            }
            return p;
        }
    }
}
