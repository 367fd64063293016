package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import java.util.Arrays;

/** The factors of the whole matrix, of a layer's block and of a unit's block. */
final class RowFactors {
    private RowFactors() {}

    /** G_l. */
    record Layer(ScoreJacobian jacobian, int layer) implements RowFactor.ByRows {
        @Override
        public Backend backend() {
            return jacobian.backend();
        }

        @Override
        public int rows() {
            return jacobian.rows();
        }

        @Override
        public int columns() {
            return jacobian.parameters(layer);
        }

        @Override
        public double[] times(double[] v) {
            return jacobian.times(layer, v);
        }

        @Override
        public double[] transposed(double[] y) {
            return jacobian.transposed(layer, y);
        }

        @Override
        public double[] diagonal() {
            return jacobian.diagonal(layer);
        }

        @Override
        public Matrix gram() {
            return jacobian.gram(layer);
        }

        @Override
        public void row(int i, double[] target) {
            jacobian.row(layer, i, target);
        }
    }

    /** G, the layers' factors side by side. */
    record Whole(ScoreJacobian jacobian) implements RowFactor.ByRows {
        private int offset(int l) {
            return Math.toIntExact(jacobian.layout().weightOffset(l));
        }

        private int depth() {
            return jacobian.layout().depth();
        }

        @Override
        public Backend backend() {
            return jacobian.backend();
        }

        @Override
        public int rows() {
            return jacobian.rows();
        }

        @Override
        public int columns() {
            return offset(depth() + 1);
        }

        @Override
        public double[] times(double[] v) {
            double[] sum = new double[rows()];
            for (int l = 1; l <= depth(); l++) {
                double[] part = jacobian.times(l, Arrays.copyOfRange(v, offset(l), offset(l + 1)));
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += part[i];
                }
            }
            return sum;
        }

        @Override
        public double[] transposed(double[] y) {
            double[] result = new double[columns()];
            for (int l = 1; l <= depth(); l++) {
                System.arraycopy(jacobian.transposed(l, y), 0, result, offset(l), jacobian.parameters(l));
            }
            return result;
        }

        @Override
        public double[] diagonal() {
            double[] result = new double[columns()];
            for (int l = 1; l <= depth(); l++) {
                System.arraycopy(jacobian.diagonal(l), 0, result, offset(l), jacobian.parameters(l));
            }
            return result;
        }

        @Override
        public Matrix gram() {
            Matrix sum = jacobian.gram(1);
            for (int l = 2; l <= depth(); l++) {
                try (Matrix part = jacobian.gram(l)) {
                    backend().add(1, part, 1, sum);
                }
            }
            return sum;
        }

        @Override
        public void row(int i, double[] target) {
            double[] part = new double[columns()];
            for (int l = 1; l <= depth(); l++) {
                jacobian.row(l, i, part);
                System.arraycopy(part, 0, target, offset(l), jacobian.parameters(l));
            }
        }
    }

    /**
     * Rows {@code √(w_t/T) ĥ_t} of one unit's block, {@code w_t = Σ_r δ²_rt}: only T of them, because all outputs reach
     * the unit's parameters through the same inputs.
     */
    static final class Unit implements RowFactor.ByRows {
        private final ScoreJacobian jacobian;
        private final int layer;
        private final double[] scales;

        /**
         * @param squares w (T × M_l) of the layer
         */
        Unit(ScoreJacobian jacobian, int layer, Matrix squares, int unit) {
            this.jacobian = jacobian;
            this.layer = layer;
            this.scales = new double[jacobian.samples()];
            for (int t = 0; t < scales.length; t++) {
                squares.read(t, unit, scales, t, 1);
                scales[t] = Math.sqrt(scales[t] / scales.length);
            }
        }

        @Override
        public Backend backend() {
            return jacobian.backend();
        }

        @Override
        public int rows() {
            return scales.length;
        }

        @Override
        public int columns() {
            return jacobian.layout().layer(layer).extendedInputs();
        }

        @Override
        public double[] times(double[] v) {
            double[] y = new double[rows()];
            double[] h = new double[columns()];
            for (int t = 0; t < y.length; t++) {
                row(t, h);
                for (int j = 0; j < h.length; j++) {
                    y[t] += h[j] * v[j];
                }
            }
            return y;
        }

        @Override
        public double[] transposed(double[] y) {
            double[] v = new double[columns()];
            double[] h = new double[columns()];
            for (int t = 0; t < y.length; t++) {
                row(t, h);
                for (int j = 0; j < h.length; j++) {
                    v[j] += y[t] * h[j];
                }
            }
            return v;
        }

        @Override
        public double[] diagonal() {
            double[] d = new double[columns()];
            double[] h = new double[columns()];
            for (int t = 0; t < rows(); t++) {
                row(t, h);
                for (int j = 0; j < h.length; j++) {
                    d[j] += h[j] * h[j];
                }
            }
            return d;
        }

        @Override
        public Matrix gram() {
            Matrix k = backend().allocate(rows(), rows());
            double[] row = new double[rows()];
            for (int s = 0; s < rows(); s++) {
                jacobian.inputGram(layer).read(s, 0, row, 0, row.length);
                for (int t = 0; t < row.length; t++) {
                    row[t] *= scales[s] * scales[t];
                }
                k.write(s, 0, row, 0, row.length);
            }
            return k;
        }

        @Override
        public void row(int i, double[] target) {
            jacobian.inputs(layer).read(i, 0, target, 0, columns());
            for (int j = 0; j < columns(); j++) {
                target[j] *= scales[i];
            }
        }
    }
}
