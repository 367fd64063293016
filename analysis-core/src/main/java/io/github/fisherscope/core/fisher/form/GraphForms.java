package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.GraphFactor;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.layer.KroneckerSharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the Fisher matrix of a network of any layers in every form that has a meaning there. The layers of {@link
 * FisherForm#LAYERS} are the parameter tensors; the units of {@link FisherForm#UNITS} are output channels, each with its bias,
 * and rows of tables; a parameter that several nodes share belongs to the first of them. The Kronecker forms have a product for
 * each dense or convolutional node with weights of its own, and the diagonal for all other parameters.
 */
public final class GraphForms {
    private GraphForms() {}

    /**
     * Returns the Fisher matrix in a form that has eigenvalues.
     *
     * @param fisher must stay open while the matrix is in use
     * @param sharing how positions at which weights are shared enter Kronecker factors; of no importance to other forms
     * @throws io.github.fisherscope.core.check.InvalidArgumentException for the implicit form, which has no eigenvalues, and the
     *     block-tridiagonal one, which needs an order of layers
     */
    public static SpectralFisherMatrix spectral(FisherForm form, GraphFisher fisher, KroneckerSharing sharing) {
        return switch (form) {
            case DENSE -> DenseForm.of(new OfGraph(fisher.factor(), null));
            case DUAL -> new FactoredForm(FisherForm.DUAL, new OfGraph(fisher.factor(), null), null);
            case LAYERS -> layers(fisher);
            case UNITS -> new GraphUnits(fisher).form();
            case DIAGONAL -> new DiagonalForm(fisher.smaller().parameterDiagonal());
            case KRONECKER -> new GraphKronecker(fisher, sharing).kronecker();
            case EIGEN_KRONECKER -> new GraphKronecker(fisher, sharing).corrected();
            case BLOCK_TRIDIAGONAL ->
                throw InvalidArgumentException.of(
                        "form",
                        form.id(),
                        "it needs layers in one line, each with weights of its own, which networks of any layers need not have",
                        "use the form layers or kronecker");
            case IMPLICIT ->
                throw InvalidArgumentException.of(
                        "form", form.id(), "it knows products and no eigenvalues", "use the form dual");
        };
    }

    /** Builds the smaller sides of all blocks in one pass. */
    private static SpectralFisherMatrix layers(GraphFisher fisher) {
        List<ParameterTensor> tensors = fisher.graph().tensors();
        List<Integer> layers = IntStream.rangeClosed(1, tensors.size()).boxed().toList();
        Map<Integer, BlockDiagonalForm.Block> blocks = new TreeMap<>();
        try {
            fisher.forEachEntries(layers, (layer, entries) -> {
                ParameterTensor tensor = tensors.get(layer - 1);
                blocks.put(
                        layer,
                        new BlockDiagonalForm.Block(
                                new ParameterSet.Run(
                                        Math.toIntExact(tensor.offset()),
                                        tensor.shape().size(),
                                        -1),
                                new FactoredForm(
                                        FisherForm.LAYERS, new OfGraph(fisher.factorOfLayer(layer), entries), null)));
            });
            return new BlockDiagonalForm(FisherForm.LAYERS, new ArrayList<>(blocks.values()), () -> {});
        } catch (RuntimeException | Error e) {
            blocks.values().forEach(block -> block.matrix().close());
            throw e;
        }
    }

    /**
     * The factor of a graph.
     *
     * @param smaller the smaller one of G Gᵀ and GᵀG where it is known; closed with the factor
     */
    private record OfGraph(GraphFactor factor, @Nullable Matrix smaller) implements RowFactor {
        @Override
        public Backend backend() {
            return factor.backend();
        }

        @Override
        public int rows() {
            return factor.rows();
        }

        @Override
        public int columns() {
            return factor.columns();
        }

        @Override
        public double[] times(double[] v) {
            return factor.times(v);
        }

        @Override
        public double[] transposed(double[] y) {
            return factor.transposed(y);
        }

        @Override
        public double[] diagonal() {
            return factor.diagonal();
        }

        private @Nullable Matrix copyOf(int edge) {
            Matrix known = smaller;
            if (known == null || known.rows() != edge) {
                return null;
            }
            Matrix copy = backend().allocate(edge, edge);
            backend().copy(known, copy);
            return copy;
        }

        @Override
        public Matrix gram() {
            Matrix copy = rows() < columns() ? copyOf(rows()) : null;
            return copy == null ? factor.gram() : copy;
        }

        @Override
        public Matrix product() {
            Matrix copy = rows() < columns() ? null : copyOf(columns());
            return copy == null ? factor.product() : copy;
        }

        @Override
        public void close() {
            if (smaller != null) {
                smaller.close();
            }
        }
    }
}
