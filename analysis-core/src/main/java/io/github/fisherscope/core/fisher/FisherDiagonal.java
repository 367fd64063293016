package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;

/**
 * The diagonal of the Fisher matrix, {@code F_ii}, by one product of squares per layer:
 * {@code diag(W^l) = (1/T) (Σ_r Δ_l,r²)ᵀ H_{l-1}²}, squares taken entry by entry.
 *
 * <p>Cost: 2 T P flops after the backward pass. Memory: P numbers on the backend and P in float64; samples are
 * taken in batches, so it does not grow with T.
 */
public final class FisherDiagonal {
    private static final long BATCH_BYTES = 256L << 20;

    private final ParameterLayout layout;
    private final double[] values;

    private FisherDiagonal(ParameterLayout layout, double[] values) {
        this.layout = layout;
        this.values = values;
    }

    public static FisherDiagonal exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /** Returns the diagonal of the Fisher matrix asked for; {@code at} stays open. */
    public static FisherDiagonal of(Linearization at, FisherRequest request) {
        return of(at, OutputFactor.of(at, request), BATCH_BYTES);
    }

    private static FisherDiagonal of(Linearization at, OutputFactor factor, long batchBytes) {
        ParameterLayout layout = at.network().layout();
        double[] values = new double[Math.toIntExact(layout.parameters())];
        int batch = OutputSensitivities.batchSize(at, factor, WorkMemory.of(at.backend(), batchBytes));
        for (int from = 0; from < at.samples(); from += batch) {
            int to = Math.min(at.samples(), from + batch);
            try (OutputSensitivities deltas = OutputSensitivities.of(at, factor, from, to)) {
                for (int l = 1; l <= at.depth(); l++) {
                    at.layer(l)
                            .addSquares(
                                    at.activations(l - 1).rowRange(from, to),
                                    deltas.layer(l),
                                    at.samples(),
                                    values,
                                    Math.toIntExact(layout.weightOffset(l)));
                }
            }
        }
        return new FisherDiagonal(layout, values);
    }

    /** Returns the P entries of the diagonal for data that pass through in batches. */
    static double[] streamed(DataSweep sweep) {
        double[] sum = new double[Math.toIntExact(sweep.network().parameters())];
        long bytes = DataSweep.batchBytes(sum.length, sweep.backend().precision());
        sweep.forEachBatch((at, factor, from) -> {
            double share = (double) at.samples() / sweep.total();
            double[] part = of(at, factor, bytes).values;
            for (int i = 0; i < sum.length; i++) {
                sum[i] += share * part[i];
            }
        });
        return sum;
    }

    /** Returns a copy of all P entries in the order of {@link ParameterLayout}. */
    public double[] toArray() {
        return values.clone();
    }

    public double get(int i) {
        return values[i];
    }

    /** Returns tr F. */
    public double trace() {
        return sum(1, layout.depth(), true) + sum(1, layout.depth(), false);
    }

    private double sum(int from, int to, boolean weights) {
        double sum = 0;
        for (int l = from; l <= to; l++) {
            int first = Math.toIntExact(weights ? layout.weightOffset(l) : layout.biasOffset(l));
            int last = Math.toIntExact(weights ? layout.biasOffset(l) : layout.weightOffset(l + 1));
            for (int i = first; i < last; i++) {
                sum += values[i];
            }
        }
        return sum;
    }

    /**
     * Returns {@code Σ θ_i² F_ii} over all weights and no bias: what the Fisher-Rao statement of Karakida, Akaho and
     * Amari (2019) gives, which is not θᵀFθ because it leaves out the terms between different parameters.
     */
    public double weightedBySquaredWeights(NeuralNetwork network) {
        double[] theta = network.parameterVector();
        double sum = 0;
        for (int l = 1; l <= layout.depth(); l++) {
            int first = Math.toIntExact(layout.weightOffset(l));
            int last = Math.toIntExact(layout.biasOffset(l));
            for (int i = first; i < last; i++) {
                sum += theta[i] * theta[i] * values[i];
            }
        }
        return sum;
    }
}
