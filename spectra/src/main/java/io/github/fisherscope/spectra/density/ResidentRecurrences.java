package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.spectra.internal.Residency;
import java.util.ArrayList;
import java.util.List;

/**
 * The recurrences of several start vectors in step, with their vectors in the memory of the operator's device. Row s·N + p
 * of the basis is vector s of start vector p of N: one interleaved product takes the coefficients of all of them. Only
 * these, norms and the start vectors cross.
 *
 * <p>Memory: n numbers for each vector of each start vector, and as many for its image.
 */
final class ResidentRecurrences implements AutoCloseable {
    private final ResidentOperator operator;
    private final Backend backend;
    private final List<RecurrenceCoefficients> all = new ArrayList<>();
    private final Matrix basis;
    private final Matrix images;
    private final Matrix products;
    private final Matrix factors;
    private List<RecurrenceCoefficients> running;

    ResidentRecurrences(ResidentOperator operator, double[][] starts, int most) {
        this.operator = operator;
        this.backend = operator.backend();
        int n = operator.dimension();
        int count = starts.length;
        this.basis = backend.allocate((long) most * count, n);
        this.images = backend.allocate(count, n);
        this.products = backend.allocate(count, most);
        this.factors = backend.allocate(1, 2L * count);
        for (int p = 0; p < count; p++) {
            basis.write(p, 0, starts[p], 0, n);
            all.add(new RecurrenceCoefficients(n, most));
        }
        this.running = List.copyOf(all);
    }

    Tridiagonalization[] run() {
        for (int step = 0; !running.isEmpty(); step++) {
            advance(step);
            keepRunning(step);
            append(step + 1);
        }
        return all.stream().map(RecurrenceCoefficients::result).toArray(Tridiagonalization[]::new);
    }

    /** Returns vectors {@code from} to {@code to} − 1 of every start vector that still runs. */
    private Matrix vectors(int from, int to) {
        return basis.rowRange((long) from * running.size(), (long) to * running.size());
    }

    private Matrix running(Matrix rows) {
        return rows.rowRange(0, running.size());
    }

    private void advance(int step) {
        int count = running.size();
        Matrix current = vectors(step, step + 1);
        Matrix w = running(images);
        operator.apply(current, w);
        double[] squares = Residency.squares(backend, w);
        double[] dots = Residency.dots(backend, current, w);
        for (int p = 0; p < count; p++) {
            int bad = Residency.firstNonFinite(squares[p], w, p);
            if (bad >= 0) {
                throw running.get(p).notFinite(Residency.read(w, p)[bad], bad);
            }
            running.get(p).begin(Residency.norm(squares[p], w, p), dots[p]);
        }
        double[] left = orthogonalize(step, w);
        for (int p = 0; p < count; p++) {
            running.get(p).end(left[p]);
        }
    }

    /** As in arrays; all start vectors are orthogonalised again where one of them needs it. */
    private double[] orthogonalize(int step, Matrix w) {
        takeOutNeighbours(step, w);
        double[] before = norms(w);
        double[] after = takeOut(step, w);
        for (int p = 0; p < after.length; p++) {
            if (after[p] < Math.sqrt(0.5) * before[p]) {
                return takeOut(step, w);
            }
        }
        return after;
    }

    private void takeOutNeighbours(int step, Matrix w) {
        int count = running.size();
        int terms = step == 0 ? 1 : 2;
        double[] values = new double[terms * count];
        for (int p = 0; p < count; p++) {
            values[terms * p] = running.get(p).lastBeta();
            values[terms * p + terms - 1] = running.get(p).alpha();
        }
        Matrix neighbours = vectors(step + 1 - terms, step + 1);
        backend.multiplyInterleaved(count, -1, factors(values), Transpose.NO, neighbours, Transpose.NO, 1, w);
    }

    /** Returns numbers as a matrix with a row for each start vector that still runs. */
    private Matrix factors(double[] values) {
        factors.write(0, 0, values, 0, values.length);
        return factors.view(0, 0, 1, values.length).reshaped(running.size(), values.length / running.size());
    }

    private double[] takeOut(int step, Matrix w) {
        int count = running.size();
        Matrix earlier = vectors(0, step + 1);
        Matrix found = products.view(0, 0, count, step + 1L);
        backend.multiplyInterleaved(count, 1, w, Transpose.NO, earlier, Transpose.YES, 0, found);
        backend.multiplyInterleaved(count, -1, found, Transpose.NO, earlier, Transpose.NO, 1, w);
        return norms(w);
    }

    private double[] norms(Matrix rows) {
        double[] norms = Residency.squares(backend, rows);
        for (int p = 0; p < norms.length; p++) {
            norms[p] = Residency.norm(norms[p], rows, p);
        }
        return norms;
    }

    /** Closes the gaps that start vectors leave whose recurrence has ended: rows move towards the first, in order. */
    private void keepRunning(int step) {
        List<RecurrenceCoefficients> left =
                running.stream().filter(c -> !c.ended()).toList();
        int before = running.size();
        if (left.size() == before) {
            return;
        }
        int[] from = left.stream().mapToInt(running::indexOf).toArray();
        for (int s = 0; s <= step; s++) {
            for (int p = 0; p < from.length; p++) {
                move(basis, (long) s * before + from[p], (long) s * from.length + p);
            }
        }
        for (int p = 0; p < from.length; p++) {
            move(images, from[p], p);
        }
        running = left;
    }

    private void move(Matrix rows, long from, long to) {
        if (from != to) {
            backend.copy(rows.rowRange(from, from + 1), rows.rowRange(to, to + 1));
        }
    }

    /** Makes what is left of the images, divided by their lengths, the next vectors. */
    private void append(int step) {
        if (running.isEmpty()) {
            return;
        }
        double[] inverse = running.stream().mapToDouble(c -> 1 / c.lastBeta()).toArray();
        backend.multiplyInterleaved(
                inverse.length,
                1,
                factors(inverse),
                Transpose.NO,
                running(images),
                Transpose.NO,
                0,
                vectors(step, step + 1));
    }

    @Override
    public void close() {
        List.of(basis, images, products, factors).forEach(Matrix::close);
    }
}
