package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What all routes to the whole Fisher matrix, and to the blocks of its layers, have in common. */
abstract class RouteMatrix extends ProductMatrix implements WholeFisherMatrix {
    private final DataSweep source;
    private final int firstLayer;
    private final int lastLayer;

    /**
     * @param source the samples and how they are linearised; the subclass closes it
     * @param firstLayer the first layer whose parameters take part
     * @param lastLayer the last one
     */
    RouteMatrix(DataSweep source, int firstLayer, int lastLayer) {
        this.source = source;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
    }

    final DataSweep source() {
        return source;
    }

    final int firstLayer() {
        return firstLayer;
    }

    final int lastLayer() {
        return lastLayer;
    }

    /** Returns the linearisation of all samples, of routes that have one. */
    final Linearization linearization() {
        return Objects.requireNonNull(source.whole(), "the data pass through in batches");
    }

    private boolean whole() {
        return firstLayer == 1 && lastLayer == source.network().depth();
    }

    /** Returns n = R·T, the number of rows of the factor of F. */
    final long rows() {
        return source.rows();
    }

    /** Returns n as the length of vectors of the dual side. */
    static int dualDimension(long rows) {
        Args.require(
                rows <= Integer.MAX_VALUE - 8,
                "outputs times samples is %d, more than a vector holds; use fewer samples",
                rows);
        return (int) rows;
    }

    /** Returns P as the length of vectors of parameters. */
    static int parameterDimension(long parameters) {
        Args.require(
                parameters <= Integer.MAX_VALUE - 8,
                "the network has %d parameters, more than a vector holds; use the dual matrix",
                parameters);
        return (int) parameters;
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
        long order = 0;
        for (int l = firstLayer; l <= lastLayer; l++) {
            order += source.network().layout().layerParameters(l);
        }
        return order;
    }

    @Override
    public final long certainZeros() {
        return Math.max(0, order() - rows());
    }

    @Override
    public RealVector layerTraces() {
        Linearization at = source.whole();
        return at != null
                ? DualMoments.layerTraces(at, source.request())
                : parameterMoments().layerTraces();
    }

    @Override
    public double trace() {
        RealVector traces = layerTraces();
        return traces.slice(firstLayer - 1, lastLayer).sum();
    }

    /**
     * {@inheritDoc} From the tiles of the dual matrix where it is the smaller one and all samples are linearised, otherwise
     * from columns.
     */
    @Override
    public double squaredNorm() {
        Linearization at = source.whole();
        Optional<DualMoments> known = knownMoments();
        if (known.isEmpty() && (at == null || order() < rows())) {
            return super.squaredNorm();
        }
        DualMoments moments = known.orElseGet(() -> DualMoments.of(linearization(), source.request()));
        return whole() ? moments.squaredNorm() : moments.layerSquaredNorms().get(firstLayer - 1);
    }

    @Override
    public Optional<DualMoments> knownMoments() {
        return Optional.empty();
    }

    @Override
    public DualMoments tileMoments() {
        return knownMoments().orElseGet(() -> DualMoments.of(linearizationOrRefuse(), source.request()));
    }

    private Linearization linearizationOrRefuse() {
        Linearization at = source.whole();
        if (at == null) {
            throw new IllegalStateException("the data pass through in batches, which have no tiles with each other");
        }
        return at;
    }

    @Override
    public ParameterMoments parameterMoments() {
        synchronized (source) {
            return ParameterMoments.of(source);
        }
    }

    @Override
    public double[] parameterDiagonal() {
        Linearization at = source.whole();
        if (at != null) {
            return FisherDiagonal.of(at, source.request()).toArray();
        }
        synchronized (source) {
            return FisherDiagonal.streamed(source);
        }
    }

    /** Returns the entries F_ii of the layers that take part. */
    final double[] ownParameterDiagonal() {
        double[] all = parameterDiagonal();
        if (whole()) {
            return all;
        }
        int from = Math.toIntExact(source.network().layout().weightOffset(firstLayer));
        return Arrays.copyOfRange(all, from, from + Math.toIntExact(order()));
    }

    @Override
    public ExactEigenvalues exactEigenvalues() {
        Linearization at = source.whole();
        if (at == null || !whole() || order() < rows()) {
            return super.exactEigenvalues();
        }
        try (DualFisher dual = DualFisher.of(at, source.request())) {
            return dual.exactEigenvalues();
        }
    }

    @Override
    public FisherMatrix ofLayer(int layer) {
        Args.requireInRange("layer", layer, 1, source.network().depth());
        long parameters = source.network().layout().layerParameters(layer);
        if (parameters < rows()) {
            return StreamedFisher.ofLayer(source, layer);
        }
        Linearization at = source.whole();
        return at != null ? DualOperator.ofLayer(at, source.request(), layer) : StreamedDual.ofLayer(source, layer);
    }

    @Override
    public List<RealVector> startVectors(int block) {
        Args.requireInRange("block", block, 1, source.network().outputs());
        if (!(source.request() instanceof FisherRequest.Exact)) {
            return List.of();
        }
        return side() == Side.DUAL
                ? StartVectors.constants(source.network().outputs(), source.samples(), block)
                : StartVectors.sums(meanGradients(), block);
    }

    /** Returns the mean gradients of the outputs, where vectors are those of parameters. */
    List<RealVector> meanGradients() {
        throw new IllegalStateException("the dual side has constants in their place");
    }

    @Override
    public RealVector toParameters(RealVector eigenvector) {
        return unit(side() == Side.PARAMETERS ? eigenvector.toArray() : gradient(eigenvector.toArray()));
    }

    /** Divides a vector, which is given up, by its norm. */
    static RealVector unit(double[] v) {
        double squares = 0;
        for (double x : v) {
            squares += x * x;
        }
        double scale = 1 / Math.sqrt(squares);
        for (int i = 0; i < v.length; i++) {
            v[i] *= scale;
        }
        return RealVector.of(v);
    }

    /** Returns {@code Gᵀ u} up to a factor, for u of the dual side. */
    private double[] gradient(double[] u) {
        StreamedDual gradients = new StreamedDual(source, false, firstLayer, lastLayer);
        return gradients.gradient(u);
    }
}
