package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The output sensitivities {@code Δ_l} (n × M_l), row (r, t) = {@code s_rtᵀ ∂f(x_t)/∂u^l}, of all layers: one backward
 * pass for all rows of the {@linkplain OutputFactor factor} at once. {@code Δ_{l-1} = (Δ_l W^l) ∘ φ_{l-1}′(u^{l-1})}, from
 * {@code Δ_L = S ∘ φ_L′(u^L)} on, which is S for linear outputs.
 *
 * <p>Cost: 2 n Σ_{l ≥ 2} M_l M_{l-1} flops; for an identity factor the last layer is copied, not multiplied. Memory:
 * n Σ M_l numbers.
 */
public final class OutputSensitivities implements AutoCloseable {
    private final List<Matrix> layers = new ArrayList<>();

    private OutputSensitivities() {}

    /**
     * Runs the backward pass for the exact expectation over labels; what it finds serves the forms of this package.
     *
     * @param at the linearised network, which stays open
     */
    public static OutputSensitivities exact(Linearization at, Likelihood likelihood) {
        return of(at, OutputFactor.exact(at, likelihood));
    }

    /** Returns the sensitivities at all samples. */
    static OutputSensitivities of(Linearization at, OutputFactor factor) {
        return of(at, factor, 0, at.samples());
    }

    /** Returns the sensitivities at samples {@code from} to {@code to} (exclusive), row (r, t) at r·(to − from) + t − from. */
    static OutputSensitivities of(Linearization at, OutputFactor factor, int from, int to) {
        OutputSensitivities result = new OutputSensitivities();
        Backend backend = at.backend();
        int samples = to - from;
        long rows = (long) factor.rowsPerSample() * samples;
        for (int l = 1; l <= at.depth(); l++) {
            result.layers.add(backend.allocate(rows, at.layer(l).shape().outputs()));
        }
        factor.writeTo(result.layer(at.depth()), from, to);
        List<Strip> strips = Strip.cut(factor.rowsPerSample(), samples, backend.tileEdge());
        boolean unitRows = unitRows(at, factor);
        backend.forEach(strips.size(), i -> result.backward(at, unitRows, from, samples, strips.get(i)));
        return result;
    }

    /** Returns whether the rows of Δ_L are unit vectors: those of the factor are, and outputs are linear. */
    static boolean unitRows(Linearization at, OutputFactor factor) {
        return factor.isIdentity() && !at.hasSlopes(at.depth());
    }

    /** Takes one strip through all layers, each layer's slopes joined while the product is still in the cache. */
    private void backward(Linearization at, boolean unitRows, int from, int samples, Strip strip) {
        for (int l = at.depth(); l >= 1; l--) {
            Matrix signal = strip.of(layer(l));
            if (at.hasSlopes(l)) {
                Matrix slopes =
                        at.slopes(l).rowRange(from + strip.firstSample(samples), from + strip.endSample(samples));
                at.backend().hadamard(signal, slopes, signal);
            }
            if (l == 1) {
                return;
            }
            if (l == at.depth() && unitRows) {
                copyOutputWeights(at, samples, strip, strip.of(layer(l - 1)));
            } else {
                at.layer(l).vjpInputs(signal, strip.of(layer(l - 1)));
            }
        }
    }

    /** Row (k, t) of the last layer but one starts as row k of the output weights. */
    private static void copyOutputWeights(Linearization at, int samples, Strip strip, Matrix below) {
        Matrix w = at.layer(at.depth()).parameters().weights();
        for (long row = strip.from(); row < strip.to(); ) {
            long k = row / samples;
            long end = Math.min(strip.to(), (k + 1) * samples);
            at.backend().addToRows(w.rowRange(k, k + 1), below.rowRange(row - strip.from(), end - strip.from()));
            row = end;
        }
    }

    /**
     * Rows of all layers that need nothing of other rows: samples of one output, or all samples of several outputs.
     *
     * @param from first row
     * @param to row behind the last
     */
    private record Strip(long from, long to) {
        static List<Strip> cut(int outputs, int samples, int height) {
            List<Strip> strips = new ArrayList<>();
            if (samples <= height) {
                int together = Math.max(1, height / Math.max(1, samples));
                for (int k = 0; k < outputs; k += together) {
                    strips.add(new Strip((long) k * samples, (long) Math.min(outputs, k + together) * samples));
                }
                return strips;
            }
            int parts = (samples + height - 1) / height;
            for (int k = 0; k < outputs; k++) {
                for (int part = 0; part < parts; part++) {
                    long first = (long) k * samples;
                    strips.add(new Strip(
                            first + (long) samples * part / parts, first + (long) samples * (part + 1) / parts));
                }
            }
            return strips;
        }

        Matrix of(Matrix layer) {
            return layer.rowRange(from, to);
        }

        int firstSample(int samples) {
            return (int) (from % samples);
        }

        int endSample(int samples) {
            return (int) Math.min(samples, firstSample(samples) + (to - from));
        }
    }

    /**
     * Returns how many samples a batch may have so that its sensitivities take about {@code bytes}; at least 1, at most
     * all.
     */
    static int batchSize(Linearization at, OutputFactor factor, long bytes) {
        long perSample = 0;
        for (int l = 1; l <= at.depth(); l++) {
            perSample += at.layer(l).shape().outputs();
        }
        perSample *= (long) factor.rowsPerSample() * at.backend().precision().bytes();
        return (int) Math.max(1, Math.min(at.samples(), bytes / perSample));
    }

    /** Returns {@code Δ_l} for l in [1, L]. */
    Matrix layer(int l) {
        return layers.get(l - 1);
    }

    @Override
    public void close() {
        layers.forEach(Matrix::close);
    }
}
