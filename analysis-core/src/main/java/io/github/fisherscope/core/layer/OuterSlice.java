package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;

/** Some of the parameters of a sum of outer products, formed row by row by products. For one thread. */
final class OuterSlice {
    private final OuterForm form;
    private final Backend backend;
    private final int first;
    private final int end;

    /**
     * @param first the first parameter
     * @param end one more than the last one
     */
    OuterSlice(OuterForm form, Backend backend, int first, int end) {
        this.form = form;
        this.backend = backend;
        this.first = first;
        this.end = end;
    }

    /**
     * Adds the outer products of one part to a row; the first part overwrites it.
     *
     * @param target 1 × (end − first)
     */
    void add(Matrix x, Matrix delta, int part, Matrix target) {
        int weights = Math.min(end, form.weights());
        if (first < weights) {
            int from = first / form.fanIn();
            int to = (weights + form.fanIn() - 1) / form.fanIn();
            if (from * form.fanIn() == first && to * form.fanIn() == weights) {
                addWeights(x, delta, part, from, to, target.view(0, 0, 1, weights - first));
            } else {
                try (Matrix whole = backend.allocate(1, (long) (to - from) * form.fanIn())) {
                    addWeights(x, delta, 0, from, to, whole);
                    Matrix wanted = whole.view(0, first - from * form.fanIn(), 1, weights - first);
                    backend.add(1, wanted, part == 0 ? 0 : 1, target.view(0, 0, 1, weights - first));
                }
            }
        }
        if (end > form.weights()) {
            addBiases(delta, part, target);
        }
    }

    /** Adds the weights of some outputs to a row of as many times the fan-in. */
    private void addWeights(Matrix x, Matrix delta, int part, int from, int to, Matrix target) {
        int a = form.fanIn();
        Matrix weights = target.reshaped(to - from, a);
        double beta = part == 0 ? 0 : 1;
        if (!form.channelsFirst()) {
            Matrix some = delta.view(0, from, delta.rows(), to - from);
            backend.multiply(1, some, Transpose.YES, x, Transpose.NO, beta, weights);
            return;
        }
        for (int output = from; output < to; ) {
            int group = output / form.fanOut();
            int next = Math.min(to, (group + 1) * form.fanOut());
            backend.multiply(
                    1,
                    delta.rowRange(output, next),
                    Transpose.NO,
                    x.rowRange((long) group * a, (group + 1L) * a),
                    Transpose.YES,
                    beta,
                    weights.rowRange(output - from, next - from));
            output = next;
        }
    }

    private void addBiases(Matrix delta, int part, Matrix target) {
        int from = Math.max(first, form.weights()) - form.weights();
        int count = end - form.weights() - from;
        int positions = form.positions();
        double[] numbers = new double[positions * form.outputs()];
        double[] sums = new double[count];
        delta.reshaped(1, numbers.length).read(0, 0, numbers, 0, numbers.length);
        int column = end - first - count;
        if (part > 0) {
            target.read(0, column, sums, 0, count);
        }
        for (int s = 0; s < positions; s++) {
            for (int j = 0; j < count; j++) {
                sums[j] += numbers[form.channelsFirst() ? (from + j) * positions + s : s * form.outputs() + from + j];
            }
        }
        target.write(0, column, sums, 0, count);
    }
}
