package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all routes to the Fisher matrix of a graph have in common. Its layers, numbered from 1, are the parameter tensors in
 * the order of θ.
 */
abstract class GraphMatrix extends ProductMatrix implements WholeFisherMatrix {
    private final GraphSamples source;
    private final @Nullable ParameterTensor tensor;

    /**
     * @param tensor the one whose diagonal block this is, or null for the whole matrix
     */
    GraphMatrix(GraphSamples source, @Nullable ParameterTensor tensor) {
        this.source = source;
        this.tensor = tensor;
    }

    final GraphSamples source() {
        return source;
    }

    final boolean whole() {
        return tensor == null;
    }

    /** Returns where the parameters of this matrix begin in θ. */
    final int first() {
        return tensor == null ? 0 : Math.toIntExact(tensor.offset());
    }

    @Override
    public Backend backend() {
        return source.backend();
    }

    @Override
    public FisherForm form() {
        return whole() ? super.form() : FisherForm.LAYERS;
    }

    @Override
    public final long order() {
        return tensor == null ? source.parameters() : tensor.shape().size();
    }

    @Override
    public final long certainZeros() {
        return Math.max(0, order() - source.rows());
    }

    /** Returns whether a tensor takes part. */
    final boolean has(int number) {
        return tensor == null || source.graph().tensors().get(number).equals(tensor);
    }

    /** {@inheritDoc} From the diagonal: a number for each tensor. */
    @Override
    public RealVector layerTraces() {
        return traces(parameterDiagonal());
    }

    private RealVector traces(double[] diagonal) {
        RealVector all = RealVector.takingOver(diagonal);
        return RealVector.of(source.graph().tensors().stream()
                .mapToDouble(t -> all.slice(Math.toIntExact(t.offset()), Math.toIntExact(t.end()))
                        .sum())
                .toArray());
    }

    /** {@inheritDoc} From norms of rows. */
    @Override
    public double trace() {
        double[] sum = new double[1];
        source.forEachTensor((number, rows) -> {
            if (has(number)) {
                sum[0] += RealVector.of(rows.squaredNorms()).sum();
            }
        });
        return sum[0] / source.sites();
    }

    @Override
    public Optional<DualMoments> knownMoments() {
        return Optional.empty();
    }

    /** {@inheritDoc} From the tiles of the dual matrix, or from columns where there are fewer parameters than rows. */
    @Override
    public double squaredNorm() {
        if (order() < source.rows()) {
            try (GraphEntries entries = GraphEntries.ofParameters(source, tensor)) {
                return entries.squaredNorm();
            }
        }
        return tensor == null
                ? tileMoments().squaredNorm()
                : tileMoments().layerSquaredNorms().get(source.graph().tensors().indexOf(tensor));
    }

    @Override
    public final DualMoments tileMoments() {
        return new GraphTiles(source, k -> true).moments();
    }

    /** {@inheritDoc} Weights are the tensors of two dimensions or more. */
    @Override
    public ParameterMoments parameterMoments() {
        RealVector theta = source.network().parameters();
        double[] diagonal = parameterDiagonal();
        double weighted = 0;
        for (ParameterTensor t : source.graph().tensors()) {
            boolean weights = t.shape().dimensions().size() > 1;
            int end = Math.toIntExact(t.end());
            for (int i = Math.toIntExact(t.offset()); i < end && weights; i++) {
                weighted += theta.get(i) * theta.get(i) * diagonal[i];
            }
        }
        return new ParameterMoments(
                traces(diagonal), new GraphProducts(source, null).quadraticForm(theta.toArray()), weighted);
    }

    @Override
    public double[] parameterDiagonal() {
        return source.diagonal();
    }

    /** {@inheritDoc} From all entries on the smaller side. */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        long rows = Math.min(order(), source.rows());
        if (rows > FisherRoutes.LARGEST_BUILT) {
            return new ExactEigenvalues.TooManyRows(rows, FisherRoutes.LARGEST_BUILT);
        }
        try (GraphEntries entries = order() < source.rows()
                ? GraphEntries.ofParameters(source, tensor)
                : GraphEntries.ofDual(source, tensor)) {
            return entries.exactEigenvalues();
        }
    }

    @Override
    public FisherMatrix ofLayer(int layer) {
        List<ParameterTensor> tensors = source.graph().tensors();
        Args.requireInRange("layer", layer, 1, tensors.size());
        ParameterTensor own = tensors.get(layer - 1);
        return own.shape().size() < source.rows() ? new GraphProducts(source, own) : new GraphDual(source, own);
    }

    @Override
    public List<RealVector> startVectors(int block) {
        Args.requireInRange("block", block, 1, source.outputs());
        if (!(source.request() instanceof FisherRequest.Exact)) {
            return List.of();
        }
        return side() == Side.DUAL
                ? StartVectors.constants(source.outputs(), Math.toIntExact(source.sites()), block)
                : StartVectors.sums(meanGradients(), block);
    }

    private List<RealVector> meanGradients() {
        List<RealVector> means = new ArrayList<>();
        for (int k = 0; k < source.outputs(); k++) {
            double[] sum = new double[Math.toIntExact(source.parameters())];
            int output = k;
            source.forEachBatch((at, factor, from) -> {
                double[] g = new double[at.samples() * at.outputCount()];
                for (int i = output; i < g.length; i += source.outputs()) {
                    g[i] = 1.0 / source.sites();
                }
                at.addVjp(g, sum);
            });
            means.add(RealVector.of(part(sum)));
        }
        return means;
    }

    /** Returns the entries of a vector like θ that belong to this matrix. */
    final double[] part(double[] all) {
        return whole() ? all : Arrays.copyOfRange(all, first(), first() + Math.toIntExact(order()));
    }

    /** Returns a vector like θ with the given entries of this matrix, and zeros elsewhere. */
    final double[] placed(double[] own) {
        if (whole()) {
            return own;
        }
        double[] all = new double[Math.toIntExact(source.parameters())];
        System.arraycopy(own, 0, all, first(), own.length);
        return all;
    }

    @Override
    public RealVector toParameters(RealVector eigenvector) {
        double[] v = eigenvector.toArray();
        if (side() == Side.DUAL) {
            v = part(new GraphDual(source, tensor).gradient(v));
        }
        double norm = Math.sqrt(RealVector.of(v).stream().map(x -> x * x).sum());
        return RealVector.of(Arrays.stream(v).map(x -> x / norm).toArray());
    }
}
