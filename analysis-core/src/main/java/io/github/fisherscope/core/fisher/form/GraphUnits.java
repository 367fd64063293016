package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of the units of a graph, each with all its entries on its smaller side. Cost: all rows of G, explicitly, and for
 * every unit n m² flops with m parameters.
 */
final class GraphUnits {
    /** Numbers that all blocks may have together: 4 GB in float64. */
    private static final double MOST_NUMBERS = 5e8;

    private final GraphFisher fisher;
    private final Backend backend;
    private final long rows;

    GraphUnits(GraphFisher fisher) {
        this.fisher = fisher;
        this.backend = fisher.backend();
        this.rows = fisher.rows();
    }

    /** Returns the parameters of every unit, in the order of nodes and units. */
    static List<int[]> units(Graph graph) {
        BitSet seen = new BitSet();
        List<int[]> units = new ArrayList<>();
        for (Node node : graph.nodes()) {
            Map<Integer, List<Integer>> own = new TreeMap<>();
            int slot = 0;
            for (String name : node.layer().parameters().keySet()) {
                ParameterView view = node.views().get(slot);
                int size = node.slots().get(slot++).size();
                for (int entry = 0; entry < size && !view.isConstant(); entry++) {
                    int index =
                            Math.toIntExact(graph.tensors().get(view.tensor()).offset()) + view.index(entry);
                    if (!seen.get(index)) {
                        seen.set(index);
                        own.computeIfAbsent(node.layer().unit(name, entry), u -> new ArrayList<>())
                                .add(index);
                    }
                }
            }
            own.values()
                    .forEach(list -> units.add(list.stream().mapToInt(i -> i).toArray()));
        }
        addUnused(graph, seen, units);
        return units;
    }

    /** Parameters that no node reads, as rows of a table behind those that are used, are units of their own: their F is 0. */
    private static void addUnused(Graph graph, BitSet seen, List<int[]> units) {
        int end = Math.toIntExact(graph.parameters());
        for (int i = seen.nextClearBit(0); i < end; i = seen.nextClearBit(i + 1)) {
            units.add(new int[] {i});
        }
    }

    SpectralFisherMatrix form() {
        List<int[]> units = units(fisher.graph());
        double numbers = units.stream()
                .mapToDouble(u -> (double) u.length * Math.min(u.length, rows))
                .sum();
        Args.require(
                numbers <= MOST_NUMBERS,
                "the blocks of all units would have %.3g entries together, more than %.3g; use the form kronecker or diagonal",
                numbers,
                MOST_NUMBERS);
        @Nullable Matrix[] sums = new Matrix[units.size()];
        try {
            sum(units, sums);
            return form(units, sums);
        } catch (RuntimeException | Error e) {
            Arrays.stream(sums).filter(Objects::nonNull).forEach(Matrix::close);
            throw e;
        }
    }

    private void sum(List<int[]> units, @Nullable Matrix[] sums) {
        int[] done = new int[1];
        fisher.forEachRows(g -> {
            for (int u = 0; u < sums.length; u++) {
                add(units.get(u), g, u, sums, done[0]);
            }
            done[0] += Math.toIntExact(g.rows());
        });
    }

    private SpectralFisherMatrix form(List<int[]> units, @Nullable Matrix[] sums) {
        List<BlockDiagonalForm.Block> blocks = new ArrayList<>();
        for (int u = 0; u < sums.length; u++) {
            Matrix sum = sums[u];
            if (sum != null) {
                SpectralFisherMatrix block = sum.rows() == sum.columns() && sum.rows() <= rows
                        ? DenseForm.of(backend, sum)
                        : new FactoredForm(FisherForm.UNITS, new StoredFactor(backend, sum), null);
                blocks.add(new BlockDiagonalForm.Block(new ParameterSet.Indices(units.get(u)), block));
            }
        }
        return new BlockDiagonalForm(FisherForm.UNITS, blocks, () -> {});
    }

    /** Adds a unit's columns of some rows to its block, or puts them into its factor where that is the smaller one. */
    private void add(int[] unit, Matrix g, int number, @Nullable Matrix[] sums, int first) {
        boolean wide = unit.length > rows;
        Matrix sum = sums[number];
        if (sum == null) {
            sum = backend.allocate(wide ? rows : unit.length, unit.length);
            sums[number] = sum;
        }
        try (Matrix columns = gathered(unit, g)) {
            if (wide) {
                Matrix there = sum.rowRange(first, first + g.rows());
                backend.add(1 / Math.sqrt((double) fisher.sites()), columns, 0, there);
            } else {
                backend.multiply(1.0 / fisher.sites(), columns, Transpose.YES, columns, Transpose.NO, 1, sum);
            }
        }
    }

    private Matrix gathered(int[] unit, Matrix g) {
        return backend.filled(
                g.rows(),
                unit.length,
                columns -> backend.forEach(Math.toIntExact(g.rows()), i -> {
                    double[] own = new double[unit.length];
                    for (int j = 0; j < own.length; ) {
                        int run = 1;
                        while (j + run < own.length && unit[j + run] == unit[j] + run) {
                            run++;
                        }
                        g.read(i, unit[j], own, j, run);
                        j += run;
                    }
                    columns.write(i, 0, own, 0, own.length);
                }));
    }
}
