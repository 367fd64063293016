package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.linear.GraphCurvature;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * {@link LossHessian} for a network of any layers: {@code H = F + R} with the Fisher matrix of the same likelihood, the mean
 * over N samples and positions of the output, the likelihood and a label at each. Layers with kinks (ReLU, max pooling) have no
 * second derivative there, which counts as 0.
 *
 * <p>Products are exact: a JVP upwards and the derivative of the backward pass downwards, about four forward passes for each
 * vector, and two more where data pass through in batches. Memory: six numbers for each entry of the nodes' outputs, at all
 * samples where a linearisation takes 1 GiB at most, or else at a batch. Uses from several threads are serialised; the result depends on the size of
 * batches by rounding only, and on threads not at all.
 */
public final class GraphLossHessian implements HessianOperator {
    private final GraphSamples source;
    private final RealVector labels;
    private final boolean withFisher;
    private final boolean owns;
    /** The backward pass at all samples, shared with the residual term. */
    private final Kept kept;

    /** What stays between products where all samples are linearised at once. */
    private static final class Kept {
        private @Nullable GraphCurvature curvature;
    }

    private GraphLossHessian(GraphSamples source, RealVector labels, boolean withFisher, boolean owns, Kept kept) {
        this.source = source;
        this.labels = labels;
        this.withFisher = withFisher;
        this.owns = owns;
        this.kept = kept;
    }

    /**
     * Uploads the network.
     *
     * @param labels one for each sample, or one for each sample and position, those of a sample one after the other
     * @throws IllegalArgumentException if there are no labels, one is not a label of the likelihood, or the data do not fit
     */
    public static GraphLossHessian of(
            GraphNetwork network, Dataset data, FisherRequest.Exact request, Labels labels, Backend backend) {
        return of(network, data, request, labels, backend, data.samples());
    }

    /** Uploads the network; batches have at most {@code largestBatch} samples. */
    static GraphLossHessian of(
            GraphNetwork network,
            Dataset data,
            FisherRequest.Exact request,
            Labels labels,
            Backend backend,
            int largestBatch) {
        Args.require(
                labels.size() > 0,
                "the Hessian of the loss needs the labels of the data and there are none; give one per sample, or use the Fisher matrix, which needs none");
        int positions = network.graph().output().positions();
        int sites = Math.multiplyExact(data.samples(), positions);
        Args.require(
                positions == 1 || labels.size() == sites,
                "the outputs have %d positions and there are %d labels for %d samples; the Hessian needs one at each position",
                positions,
                labels.size(),
                data.samples());
        RealVector vectors = ObservedLabels.vectors(
                request.likelihood(), labels, sites, network.graph().output().channels());
        GraphSamples source = GraphSamples.of(
                network, data, request, backend, new GraphSamples.Batches(largestBatch, GraphSamples.BATCH_BYTES));
        return new GraphLossHessian(source, vectors, true, true, new Kept());
    }

    /** Returns the price of products; eigenvalues take the columns twice, for the moments too. */
    public static FisherPrice price(GraphSize size) {
        double p = (double) size.parameters();
        double product = 8 * size.forwardFlops();
        double bytes = 2 * size.batchBytes();
        return new FisherPrice(
                0, product, 2 * p * product + FisherPrice.EIGENPROBLEM * p * p * p, bytes + Double.BYTES * 2 * p * p);
    }

    @Override
    public GraphLossHessian residual() {
        return new GraphLossHessian(source, labels, false, false, kept);
    }

    @Override
    public int dimension() {
        return Math.toIntExact(source.parameters());
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        synchronized (source) {
            for (double[] y : ys) {
                Arrays.fill(y, 0);
            }
            source.forEachBatch((at, factor, from) -> withCurvature(at, from, curvature -> {
                for (int i = 0; i < xs.length; i++) {
                    curvature.addProduct(xs[i], moved -> outputFisher(factor, moved), ys[i]);
                }
            }));
            for (double[] y : ys) {
                divide(y);
            }
        }
    }

    private void divide(double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] /= source.sites();
        }
    }

    private void outputFisher(OutputFactor factor, double[] moved) {
        double[] images = withFisher ? factor.applyOutputFisher(moved, 1) : new double[moved.length];
        System.arraycopy(images, 0, moved, 0, moved.length);
    }

    private void withCurvature(GraphLinearization at, int from, Consumer<GraphCurvature> use) {
        if (at.samples() < source.samples() || !source.keepsAll()) {
            try (GraphCurvature batch = GraphCurvature.of(at, outputGradient(at, from))) {
                use.accept(batch);
            }
            return;
        }
        GraphCurvature all = kept.curvature;
        if (all == null) {
            all = GraphCurvature.of(at, outputGradient(at, from));
            kept.curvature = all;
        }
        use.accept(all);
    }

    /** Returns {@code ∂ℓ/∂f} at the samples of a batch. */
    private double[] outputGradient(GraphLinearization at, int from) {
        int count = source.outputs();
        double[] outputs = at.outputs();
        double[] f = new double[count];
        double[] score = new double[count];
        int first = Math.multiplyExact(from, source.positions());
        for (int site = 0; site < outputs.length / count; site++) {
            System.arraycopy(outputs, site * count, f, 0, count);
            double[] label = labels.slice((first + site) * count, (first + site + 1) * count)
                    .toArray();
            source.request().likelihood().score(f, label, score);
            for (int k = 0; k < count; k++) {
                outputs[site * count + k] = -score[k];
            }
        }
        return outputs;
    }

    /** Returns the outputs f of all samples, all positions of a sample one after the other. */
    public double[] outputs() {
        double[] all = new double[Math.toIntExact(source.sites() * source.outputs())];
        synchronized (source) {
            source.forEachBatch((at, factor, from) -> {
                double[] own = at.outputs();
                System.arraycopy(own, 0, all, from * at.outputCount(), own.length);
            });
        }
        return all;
    }

    @Override
    public RealVector eigenvalues() {
        int p = dimension();
        Args.require(
                p <= FisherRoutes.LARGEST_BUILT,
                "the dense Hessian needs at most %d parameters and the network has %d; use Lanczos on its products",
                FisherRoutes.LARGEST_BUILT,
                p);
        Backend backend = source.backend();
        try (Matrix dense = backend.allocate(p, p)) {
            ProductMatrix.forEachColumns(this, (first, columns) -> {
                for (int i = 0; i < columns.length; i++) {
                    dense.write(first + i, 0, columns[i], 0, p);
                }
            });
            return RealVector.of(backend.symmetricEigenvalues(dense));
        }
    }

    @Override
    public DualMoments columnMoments() {
        return DualMoments.byColumns(this, source.graph().blocks());
    }

    @Override
    public double[] gradient() {
        double[] gradient = new double[dimension()];
        synchronized (source) {
            source.forEachBatch(
                    (at, factor, from) -> withCurvature(at, from, curvature -> curvature.addGradient(gradient)));
        }
        divide(gradient);
        return gradient;
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        source.backend().forEach(count, task);
    }

    @Override
    public void close() {
        if (owns) {
            if (kept.curvature != null) {
                kept.curvature.close();
                kept.curvature = null;
            }
            source.close();
        }
    }
}
