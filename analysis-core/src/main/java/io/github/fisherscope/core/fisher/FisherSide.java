package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * The side on which eigenvalues of a Fisher matrix F (P × P) are best looked for: F itself, or its dual K (n × n), whose
 * eigenvalues are those of F but for P − n zeros. It knows what a Krylov method has to know: the operator, the number of
 * zeros that it leaves out, where to start, and how its vectors become vectors of parameters.
 */
public final class FisherSide implements AutoCloseable {
    /** Which of the two. */
    public enum Kind {
        /** Vectors have one entry for each parameter. */
        PARAMETERS,
        /** Vectors have one entry for each row of the factor of F: entry r·T + t. */
        DUAL
    }

    private final SymmetricOperator operator;
    private final Kind kind;
    private final long order;
    private final IntFunction<List<RealVector>> startVectors;
    private final UnaryOperator<double[]> toParameters;
    private final Optional<DualMoments> moments;
    private final Runnable closing;

    private FisherSide(
            SymmetricOperator operator,
            Kind kind,
            long order,
            IntFunction<List<RealVector>> startVectors,
            UnaryOperator<double[]> toParameters,
            Optional<DualMoments> moments,
            Runnable closing) {
        this.operator = operator;
        this.kind = kind;
        this.order = order;
        this.startVectors = startVectors;
        this.toParameters = toParameters;
        this.moments = moments;
        this.closing = closing;
    }

    /**
     * Returns the side with fewer rows at samples that are all linearised. Where that is F itself, every route passes
     * through the network.
     *
     * @param route any but {@link FisherRoute#STREAMED}
     * @param at the linearised network, which stays open until this is closed
     */
    public static FisherSide of(FisherRoute route, Linearization at, FisherRequest request) {
        if (at.network().parameters() < rows(request, at.outputCount(), at.samples())) {
            StreamedFisher fisher = StreamedFisher.at(at, request);
            return parameters(fisher, request, fisher::close);
        }
        return switch (route) {
            case NETWORK -> {
                DualOperator dual = DualOperator.of(at, request);
                yield dual(dual, at, request, 1, at.depth(), Optional.empty(), dual::close);
            }
            case SENSITIVITIES -> {
                SensitivityOperator dual = SensitivityOperator.of(at, request);
                yield dual(dual, at, request, 1, at.depth(), Optional.empty(), dual::close);
            }
            case MATRIX -> {
                DualMatrixOperator dual = DualMatrixOperator.of(at, request);
                yield dual(dual, at, request, 1, at.depth(), Optional.of(dual.moments()), dual::close);
            }
            case STREAMED ->
                throw new IllegalArgumentException(
                        "the route is streamed, and all samples are linearised already; give network and data instead");
        };
    }

    /** Returns the side with fewer rows of a layer's diagonal block, counted from 1, at samples that are all linearised. */
    public static FisherSide ofLayer(Linearization at, FisherRequest request, int layer) {
        Args.requireInRange("layer", layer, 1, at.depth());
        long parameters = at.network().layout().layerParameters(layer);
        if (parameters < rows(request, at.outputCount(), at.samples())) {
            StreamedFisher fisher = StreamedFisher.at(at, request);
            return parameters(fisher.ofLayer(layer), request, fisher::close);
        }
        DualOperator dual = DualOperator.ofLayer(at, request, layer);
        return dual(dual, at, request, layer, layer, Optional.empty(), dual::close);
    }

    /** Returns the side with fewer rows for data that pass through in batches. */
    public static FisherSide streamed(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        if (network.parameters() < rows(request, network.outputs(), data.samples())) {
            StreamedFisher fisher = StreamedFisher.of(network, data, request, backend);
            return parameters(fisher, request, fisher::close);
        }
        StreamedDual dual = StreamedDual.of(network, data, request, backend);
        return new FisherSide(
                dual,
                Kind.DUAL,
                network.parameters(),
                block -> constants(request, network.outputs(), data.samples(), block),
                dual::gradient,
                Optional.empty(),
                dual::close);
    }

    private static long rows(FisherRequest request, int outputs, int samples) {
        return (long) request.rowsPerSample(outputs) * samples;
    }

    private static FisherSide parameters(StreamedFisher fisher, FisherRequest request, Runnable closing) {
        return new FisherSide(
                fisher,
                Kind.PARAMETERS,
                fisher.dimension(),
                block -> request instanceof FisherRequest.Exact ? sums(fisher.meanGradients(), block) : List.of(),
                UnaryOperator.identity(),
                Optional.empty(),
                closing);
    }

    private static FisherSide dual(
            SymmetricOperator dual,
            Linearization at,
            FisherRequest request,
            int firstLayer,
            int lastLayer,
            Optional<DualMoments> moments,
            Runnable closing) {
        long order = 0;
        for (int l = firstLayer; l <= lastLayer; l++) {
            order += at.network().layout().layerParameters(l);
        }
        UnaryOperator<double[]> toParameters = u -> {
            try (StreamedDual gradients = StreamedDual.at(at, request, firstLayer, lastLayer)) {
                return gradients.gradient(u);
            }
        };
        return new FisherSide(
                dual,
                Kind.DUAL,
                order,
                block -> constants(request, at.outputCount(), at.samples(), block),
                toParameters,
                moments,
                closing);
    }

    /** Adds the vectors up to as many sums as a block has, with unequal weights so that nothing cancels by symmetry. */
    private static List<RealVector> sums(List<RealVector> vectors, int block) {
        List<RealVector> sums = new ArrayList<>();
        for (int b = 0; b < block; b++) {
            double[] sum = vectors.get(b).toArray();
            for (int k = b + block; k < vectors.size(); k += block) {
                int weight = 1 + k / block;
                RealVector next = vectors.get(k);
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += weight * next.get(i);
                }
            }
            sums.add(RealVector.of(sum));
        }
        return sums;
    }

    /** Returns such sums of the vectors that are constant over samples for one output each and zero for the others. */
    private static List<RealVector> constants(FisherRequest request, int outputs, int samples, int block) {
        if (!(request instanceof FisherRequest.Exact)) {
            return List.of();
        }
        double[][] sums = new double[block][Math.multiplyExact(outputs, samples)];
        for (int k = 0; k < outputs; k++) {
            Arrays.fill(sums[k % block], k * samples, (k + 1) * samples, 1 + k / block);
        }
        return Arrays.stream(sums).map(RealVector::of).toList();
    }

    /** Returns the map whose eigenvalues are looked for. It lives as long as this does. */
    public SymmetricOperator operator() {
        return operator;
    }

    public Kind kind() {
        return kind;
    }

    /** Returns P, the number of eigenvalues of F. */
    public long order() {
        return order;
    }

    /** Returns the number of eigenvalues of F that are zero because of its shape and that the operator does not have. */
    public long certainZeros() {
        return order - operator.dimension();
    }

    /** Returns the moments of F where they were found on the way. */
    public Optional<DualMoments> moments() {
        return moments;
    }

    /**
     * Returns where a Krylov space starts: at the mean gradients of the C outputs, or on the dual side at the vectors whose
     * gradients they are. In mean-field theory they span the space of the C outliers, so that few steps suffice. None unless
     * the expectation over labels is exact.
     *
     * @param block number of vectors in [1, C]; where it is less than C they are sums over several outputs
     */
    public List<RealVector> startVectors(int block) {
        return startVectors.apply(block);
    }

    /**
     * Returns the eigenvector of F, of length P and norm 1, that belongs to an eigenvector of the operator.
     *
     * <p>Error: about u λ_max/λ on the dual side, where it is {@code Jᵀ Sᵀ u} up to a factor: nothing is left of it for an
     * eigenvalue that is zero up to rounding.
     */
    public RealVector toParameters(RealVector eigenvector) {
        double[] v = toParameters.apply(eigenvector.toArray());
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

    /** Frees what products need. */
    @Override
    public void close() {
        closing.run();
    }
}
