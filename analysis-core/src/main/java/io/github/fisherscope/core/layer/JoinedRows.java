package io.github.fisherscope.core.layer;

import java.util.List;

/**
 * Rows of a parameter tensor that several uses share: the sums of the uses' rows, entry by entry, so that their inner products
 * have the cross terms.
 *
 * @param uses rows of each use
 * @param places for each use, which entry of the tensor each of its parameters is
 * @param parameters number of entries of the tensor
 */
public record JoinedRows(List<RowGradients> uses, List<Places> places, int parameters) implements RowGradients {
    /** Which entry of a tensor a parameter is. */
    public interface Places {
        int of(int parameter);
    }

    public JoinedRows {
        uses = List.copyOf(uses);
        places = List.copyOf(places);
    }

    @Override
    public long rows() {
        return uses.get(0).rows();
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        for (int u = 0; u < uses.size(); u++) {
            double[] own = new double[uses.get(u).parameters()];
            uses.get(u).addRow(row, own, 0);
            Places to = places.get(u);
            for (int i = 0; i < own.length; i++) {
                gradient[offset + to.of(i)] += own[i];
            }
        }
    }
}
