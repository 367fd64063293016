package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.layer.JoinedRows;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of S J that belong to one parameter tensor. Uses of different entries of the tensor stand beside each other, and
 * their inner products add; uses that share entries are summed first.
 */
public final class TensorRows {
    private final ParameterTensor tensor;
    private final List<Use> uses;

    /** One use of the tensor by a node: rows, and which entries of the tensor they are of. */
    record Use(RowGradients rows, ParameterView view) {}

    private TensorRows(ParameterTensor tensor, List<Use> uses) {
        this.tensor = tensor;
        this.uses = uses;
    }

    static TensorRows of(ParameterTensor tensor, List<Use> uses) {
        int size = tensor.shape().size();
        boolean shared = false;
        if (uses.size() > 1 || !uses.get(0).view().isWhole()) {
            BitSet seen = new BitSet(size);
            for (Use use : uses) {
                shared |= use.view().marks(seen, size);
            }
        }
        if (!shared) {
            return new TensorRows(tensor, List.copyOf(uses));
        }
        JoinedRows joined = new JoinedRows(
                uses.stream().map(Use::rows).toList(),
                uses.stream().<JoinedRows.Places>map(use -> use.view()::index).toList(),
                size);
        return new TensorRows(tensor, List.of(new Use(joined, ParameterView.whole(0))));
    }

    public ParameterTensor tensor() {
        return tensor;
    }

    /** Returns the number of rows. */
    public long count() {
        return uses.get(0).rows().rows();
    }

    /** Adds {@code scale} times a tile of the Gram matrix of these rows and others of the same tensor to {@code sum}. */
    public void addGram(
            Backend backend,
            long from,
            long to,
            TensorRows other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        for (int i = 0; i < uses.size(); i++) {
            uses.get(i).rows().addGram(backend, from, to, other.uses.get(i).rows(), otherFrom, otherTo, scale, sum);
        }
    }

    /** Returns the squared norm of every row. */
    public double[] squaredNorms() {
        double[] norms = uses.get(0).rows().squaredNorms();
        for (Use use : uses.subList(1, uses.size())) {
            double[] more = use.rows().squaredNorms();
            for (int i = 0; i < norms.length; i++) {
                norms[i] += more[i];
            }
        }
        return norms;
    }

    /** Adds 1/total times the sums over rows of the squared entries to the tensor's part of {@code diagonal}, a vector like θ. */
    public void addSquares(int total, double[] diagonal) {
        int offset = Math.toIntExact(tensor.offset());
        for (Use use : uses) {
            if (use.view().isWhole()) {
                use.rows().addSquares(total, diagonal, offset);
            } else {
                double[] own = new double[use.rows().parameters()];
                use.rows().addSquares(total, own, 0);
                for (int i = 0; i < own.length; i++) {
                    diagonal[offset + use.view().index(i)] += own[i];
                }
            }
        }
    }

    /**
     * Writes rows {@code from} to {@code to} (exclusive) into the tensor's columns of a matrix.
     *
     * @param first the parameter that column 0 belongs to
     */
    public void write(Backend backend, long from, long to, Matrix rows, long first) {
        for (Use use : uses) {
            try (Matrix formed = use.rows().formed(backend, from, to)) {
                if (use.view().isWhole()) {
                    backend.copy(formed, rows.view(0, tensor.offset() - first, to - from, formed.columns()));
                } else {
                    scatter(formed, use.view(), rows, tensor.offset() - first);
                }
            }
        }
    }

    private void scatter(Matrix formed, ParameterView view, Matrix rows, long column) {
        double[] own = new double[Math.toIntExact(formed.columns())];
        double[] whole = new double[tensor.shape().size()];
        for (long i = 0; i < formed.rows(); i++) {
            formed.read(i, 0, own, 0, own.length);
            rows.read(i, column, whole, 0, whole.length);
            for (int k = 0; k < own.length; k++) {
                whole[view.index(k)] = own[k];
            }
            rows.write(i, column, whole, 0, whole.length);
        }
    }
}
