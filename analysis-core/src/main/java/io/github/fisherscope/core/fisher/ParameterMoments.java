package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.DenseShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Moments of the Fisher matrix that need one pass over the samples and no vector of parameters in float64.
 *
 * <p>Cost: one tangent, one backward pass for all R rows and one product with the squared weights, (8 + 2R) T P flops at
 * most. Memory: P numbers on the backend for the squared weights, and the sensitivities of as many samples as take what a batch takes (twice the weights, between 32 and 256 MiB).
 *
 * @param layerTraces tr F_l for l = 1, …, L
 * @param fisherRao θᵀFθ
 * @param weightedDiagonal Σ θ_i² F_ii over all weights and no bias
 */
public record ParameterMoments(RealVector layerTraces, double fisherRao, double weightedDiagonal) {
    /** Computes the moments at samples that are all linearised; {@code at} stays open. */
    public static ParameterMoments of(Linearization at, FisherRequest request) {
        try (DataSweep sweep = DataSweep.at(at, request)) {
            return of(sweep);
        }
    }

    /** Returns the bytes beside those of a batch: squared weights and the sensitivities of a block of samples. */
    public static double bytes(ProblemSize size) {
        double largest = size.layout().layers().stream()
                        .mapToDouble(DenseShape::outputs)
                        .max()
                        .orElse(0)
                / size.units();
        double block = Math.min(DataSweep.batch(size), size.sensitivityBytes()) * (1 + largest);
        return (double) size.parameters() * size.numberBytes() + block;
    }

    /** Computes the moments in one sweep. */
    static ParameterMoments of(DataSweep sweep) {
        Sums sums = new Sums(sweep);
        try (sums) {
            sweep.forEachBatch((at, factor, from) -> sums.add(at, factor));
        }
        return sums.mean();
    }

    /** What is summed over batches. */
    private static final class Sums implements AutoCloseable {
        private final DataSweep sweep;
        private final Backend backend;
        private final ParameterBlock theta;
        private final List<Matrix> squaredWeights = new ArrayList<>();
        private final double[] traces;
        private final long blockBytes;
        private double fisherRao;
        private double weighted;

        Sums(DataSweep sweep) {
            this.sweep = sweep;
            this.backend = sweep.backend();
            this.theta = ParameterBlock.ofNetwork(sweep);
            this.blockBytes = DataSweep.batchBytes(sweep.network().parameters(), backend.precision());
            this.traces = new double[sweep.network().depth()];
            for (int l = 1; l <= traces.length; l++) {
                Matrix w = theta.layer(l).weights();
                Matrix squares = backend.allocate(w.rows(), w.columns());
                squaredWeights.add(squares);
                backend.hadamard(w, w, squares);
            }
        }

        void add(Linearization at, OutputFactor factor) {
            addDirectionalDerivative(at, factor);
            int block = OutputSensitivities.batchSize(at, factor, blockBytes);
            for (int from = 0; from < at.samples(); from += block) {
                int to = Math.min(at.samples(), from + block);
                try (OutputSensitivities deltas = OutputSensitivities.of(at, factor, from, to)) {
                    for (int l = 1; l <= at.depth(); l++) {
                        addLayer(
                                at.layer(l),
                                l,
                                deltas.layer(l),
                                at.activations(l - 1).rowRange(from, to));
                    }
                }
            }
        }

        /** Adds Σ_t (J_t θ)ᵀ Q_t (J_t θ). */
        private void addDirectionalDerivative(Linearization at, OutputFactor factor) {
            try (BatchSignals signals = new BatchSignals(at, 1, at.depth())) {
                signals.tangent(theta);
                double[] jv = signals.readOutputs();
                double[] g = factor.isIdentity() ? jv : factor.applyOutputFisher(jv, 1);
                for (int i = 0; i < g.length; i++) {
                    fisherRao += g[i] * jv[i];
                }
            }
        }

        /** Adds Σ_rt |δ_rt|² |ĥ_t|² and Σ_rt δ_rt²ᵀ W² h_t², squares of vectors taken entry by entry. */
        private void addLayer(Dense layer, int l, Matrix delta, Matrix h) {
            for (double squaredNorm : layer.squaredNorms(h, delta)) {
                traces[l - 1] += squaredNorm;
            }
            try (Matrix squares = backend.allocate(h.rows(), h.columns());
                    Matrix images = backend.allocate(h.rows(), delta.columns());
                    Matrix products = backend.allocate(delta.rows(), delta.columns())) {
                backend.hadamard(h, h, squares);
                backend.multiply(1, squares, Transpose.NO, squaredWeights.get(l - 1), Transpose.YES, 0, images);
                backend.hadamard(delta, images, products);
                weighted += backend.dot(products, delta);
            }
        }

        ParameterMoments mean() {
            double samples = sweep.total();
            return new ParameterMoments(
                    RealVector.of(
                            RealVector.of(traces).stream().map(x -> x / samples).toArray()),
                    fisherRao / samples,
                    weighted / samples);
        }

        @Override
        public void close() {
            squaredWeights.forEach(Matrix::close);
            theta.close();
        }
    }
}
