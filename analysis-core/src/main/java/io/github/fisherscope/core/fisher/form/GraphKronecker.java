package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.layer.RowGradients.KroneckerPair;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The Kronecker forms of a graph: for each dense or convolutional node with weights of its own, and for each of its groups,
 * {@code B ⊗ A} with A the mean of x̂ x̂ᵀ over samples and positions (expand) or over samples of the mean input (reduce), and
 * {@code B = (1/N) Σ δ δᵀ} to match, summed over batches; the exact diagonal for all other parameters. Source: R. Eschenhagen
 * and others, Kronecker-factored approximate curvature for modern neural network architectures, NeurIPS 2023.
 */
final class GraphKronecker {
    private final GraphFisher fisher;
    private final Backend backend;
    private final KroneckerSharing sharing;

    GraphKronecker(GraphFisher fisher, KroneckerSharing sharing) {
        this.fisher = fisher;
        this.backend = fisher.backend();
        this.sharing = sharing;
    }

    /** One group of weights. */
    private static final class Group {
        private final KroneckerFactors factors;
        /** In θ, row by row: the weights of an output and then its bias. */
        private final int[] indices;

        private final boolean bias;
        /** Those of the corrected form, once they are summed. */
        private final double[] moments;

        Group(KroneckerFactors factors, int[] indices, boolean bias) {
            this.factors = factors;
            this.indices = indices;
            this.bias = bias;
            this.moments = new double[indices.length];
        }
    }

    SpectralFisherMatrix kronecker() {
        return withGroups(groups -> form(FisherForm.KRONECKER, groups));
    }

    SpectralFisherMatrix corrected() {
        return withGroups(groups -> {
            fisher.forEachNode((number, rows, samples) -> {
                List<Group> own = groups.get(number);
                if (own != null) {
                    addMoments(own, rows);
                }
            });
            return form(FisherForm.EIGEN_KRONECKER, groups);
        });
    }

    /** Sums the factors and goes on with them; they are given back if anything fails. */
    private SpectralFisherMatrix withGroups(Function<Map<Integer, List<Group>>, SpectralFisherMatrix> work) {
        Map<Integer, List<Group>> groups = new TreeMap<>();
        try {
            sum(groups);
            return work.apply(groups);
        } catch (RuntimeException | Error e) {
            groups.values().forEach(list -> list.forEach(group -> group.factors.close()));
            throw e;
        }
    }

    /** Sums the factors of all nodes that have some. */
    private void sum(Map<Integer, List<Group>> groups) {
        double all = fisher.samples();
        fisher.forEachNode((number, rows, samples) -> {
            if (!ofItsOwn(number)) {
                return;
            }
            List<KroneckerPair> pairs = rows.kronecker(backend, sharing);
            try {
                List<Group> sums = groups.computeIfAbsent(number, n -> new ArrayList<>());
                addZeros(sums, number, pairs);
                for (int g = 0; g < pairs.size(); g++) {
                    KroneckerFactors sum = sums.get(g).factors;
                    backend.add(samples / all, pairs.get(g).inputs(), 1, sum.inputs());
                    backend.add(samples / (double) fisher.sites(), pairs.get(g).outputs(), 1, sum.sensitivities());
                }
            } finally {
                pairs.forEach(KroneckerPair::close);
            }
        });
        groups.values().removeIf(List::isEmpty);
    }

    /** Returns whether no other node reads the node's parameters, and all of them are parameters. */
    private boolean ofItsOwn(int number) {
        Graph graph = fisher.graph();
        for (ParameterView view : graph.node(number).views()) {
            if (view.isConstant()) {
                return false;
            }
            long readers = graph.nodes().stream()
                    .flatMap(n -> n.views().stream())
                    .filter(v -> !v.isConstant() && v.tensor() == view.tensor())
                    .count();
            if (readers > 1) {
                return false;
            }
        }
        return true;
    }

    /** Adds groups until there is one for each pair. */
    private void addZeros(List<Group> groups, int number, List<KroneckerPair> like) {
        for (int g = groups.size(); g < like.size(); g++) {
            int width = Math.toIntExact(like.get(g).outputs().rows());
            int fanIn = Math.toIntExact(like.get(g).inputs().rows());
            KroneckerPair zeros = KroneckerPair.zeros(backend, width, fanIn);
            groups.add(new Group(
                    new KroneckerFactors(
                            backend, zeros.inputs(), zeros.outputs(), KroneckerFactors.rowByRow(backend, width, fanIn)),
                    indices(number, g, width, fanIn),
                    fisher.graph().node(number).views().size() > 1));
        }
    }

    /** Returns where the parameters of a group stand in θ, row by row. */
    private int[] indices(int number, int group, int width, int fanIn) {
        Node node = fisher.graph().node(number);
        boolean bias = node.views().size() > 1;
        int weights = bias ? fanIn - 1 : fanIn;
        int[] indices = new int[width * fanIn];
        for (int i = 0; i < width; i++) {
            int unit = group * width + i;
            for (int j = 0; j < weights; j++) {
                indices[i * fanIn + j] = index(node, 0, unit * weights + j);
            }
            if (bias) {
                indices[i * fanIn + weights] = index(node, 1, unit);
            }
        }
        return indices;
    }

    private int index(Node node, int slot, int entry) {
        ParameterView view = node.views().get(slot);
        return Math.toIntExact(fisher.graph().tensors().get(view.tensor()).offset()) + view.index(entry);
    }

    /** Adds {@code (1/N) Σ (U_B Γ U_Aᵀ)²} over rows Γ, squared entry by entry. */
    private void addMoments(List<Group> groups, RowGradients rows) {
        long atOnce = Math.max(1, RowGradients.GRAM_BLOCK / Math.max(1, rows.parameters()));
        for (long from = 0; from < rows.rows(); from += atOnce) {
            long to = Math.min(rows.rows(), from + atOnce);
            try (Matrix formed = rows.formed(backend, from, to)) {
                for (int g = 0; g < groups.size(); g++) {
                    addMoments(groups, g, formed);
                }
            }
        }
    }

    private void addMoments(List<Group> groups, int g, Matrix formed) {
        KroneckerFactors factors = groups.get(g).factors;
        double[] moments = groups.get(g).moments;
        int width = factors.width();
        int fanIn = factors.fanIn();
        boolean bias = groups.get(g).bias;
        int own = bias ? fanIn - 1 : fanIn;
        Matrix ua = factors.ofInputs().vectors();
        Matrix ub = factors.ofSensitivities().vectors();
        int count = Math.toIntExact(formed.rows());
        try (Matrix gradients = backend.allocate((long) count * width, fanIn);
                Matrix turned = backend.allocate((long) count * width, fanIn);
                Matrix sums = backend.allocate(1, (long) width * fanIn)) {
            backend.forEach(count, i -> {
                double[] row = new double[fanIn];
                for (int k = 0; k < width; k++) {
                    int unit = g * width + k;
                    formed.read(i, (long) unit * own, row, 0, own);
                    if (bias) {
                        formed.read(i, (long) groups.size() * width * own + unit, row, own, 1);
                    }
                    gradients.write((long) i * width + k, 0, row, 0, fanIn);
                }
            });
            backend.multiply(1, gradients, Transpose.NO, ua, Transpose.YES, 0, turned);
            backend.forEach(
                    count,
                    i -> backend.multiply(
                            1, ub, Transpose.NO, part(turned, i, width), Transpose.NO, 0, part(gradients, i, width)));
            backend.hadamard(gradients, gradients, turned);
            backend.columnSums(turned.reshaped(count, (long) width * fanIn), sums);
            double[] squares = new double[moments.length];
            sums.read(0, 0, squares, 0, squares.length);
            for (int i = 0; i < squares.length; i++) {
                moments[i] += squares[i] / fisher.sites();
            }
        }
    }

    /** Returns the gradient of one row. */
    private static Matrix part(Matrix gradients, int number, int width) {
        return gradients.rowRange((long) number * width, (number + 1L) * width);
    }

    private SpectralFisherMatrix form(FisherForm kind, Map<Integer, List<Group>> groups) {
        List<BlockDiagonalForm.Block> blocks = new ArrayList<>();
        BitSet covered = new BitSet();
        groups.values()
                .forEach(list -> list.forEach(group -> {
                    for (int index : group.indices) {
                        covered.set(index);
                    }
                    blocks.add(new BlockDiagonalForm.Block(
                            new ParameterSet.Indices(group.indices),
                            kind == FisherForm.KRONECKER
                                    ? new KroneckerForm(group.factors)
                                    : new EigenKroneckerForm(group.factors, group.moments)));
                }));
        int[] rest = IntStream.range(0, Math.toIntExact(fisher.graph().parameters()))
                .filter(i -> !covered.get(i))
                .toArray();
        if (rest.length > 0) {
            ParameterSet.Indices others = new ParameterSet.Indices(rest);
            blocks.add(new BlockDiagonalForm.Block(
                    others, new DiagonalForm(others.gather(fisher.smaller().parameterDiagonal()))));
        }
        return new BlockDiagonalForm(kind, blocks, () -> {});
    }
}
