package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set on their way through a network: in batches, each linearised anew at every sweep and forgotten
 * after it, or all at once at a linearisation that was made before.
 */
final class DataSweep implements AutoCloseable {
    private static final long LEAST_BYTES = 32L << 20;
    /** Activation, slope and signal. */
    private static final double NUMBERS_PER_UNIT = 3.0;

    private static final long MOST_BYTES = 256L << 20;

    private final NeuralNetwork network;
    private final Backend backend;
    private final FisherRequest request;
    private final int samples;
    private final @Nullable Linearization kept;
    private final boolean ownsKept;
    private final @Nullable NetworkWeights weights;
    private final @Nullable Dataset data;
    private final int batchSize;
    /** Number of the first sample in the whole data set, which names its labels. */
    private final int firstSample;
    /** T of the Fisher matrix, of which these samples may be a part. */
    private final int total;
    /** The factor of all samples, made at their first sweep. */
    private @Nullable OutputFactor keptFactor;

    private @Nullable ResidentFactor residentFactor;

    private DataSweep(Linearization kept, FisherRequest request, boolean ownsKept, int firstSample, int total) {
        this.network = kept.network();
        this.backend = kept.backend();
        this.request = request;
        this.samples = kept.samples();
        this.kept = kept;
        this.ownsKept = ownsKept;
        this.weights = null;
        this.data = null;
        this.batchSize = samples;
        this.firstSample = firstSample;
        this.total = total;
    }

    private DataSweep(NetworkWeights weights, Dataset data, FisherRequest request, int batchSize) {
        this.network = weights.network();
        this.backend = weights.backend();
        this.request = request;
        this.samples = data.samples();
        this.kept = null;
        this.ownsKept = false;
        this.weights = weights;
        this.data = data;
        this.batchSize = batchSize;
        this.firstSample = 0;
        this.total = samples;
    }

    /** Returns all samples at once; {@code at} stays open. */
    static DataSweep at(Linearization at, FisherRequest request) {
        return new DataSweep(at, request, false, 0, at.samples());
    }

    /** Returns all samples at once; {@code at} is closed with this. */
    static DataSweep owning(Linearization at, FisherRequest request) {
        return new DataSweep(at, request, true, 0, at.samples());
    }

    /**
     * Returns some of the samples of a larger data set at once; {@code at} is closed with this.
     *
     * @param firstSample number of the first of them
     * @param total T of the whole data set, which sums are divided by
     */
    static DataSweep part(Linearization at, FisherRequest request, int firstSample, int total) {
        return new DataSweep(at, request, true, firstSample, total);
    }

    /**
     * Returns what a batch takes: twice the weights, so that passing over a gradient costs little beside making it, and
     * between 32 and 256 MiB.
     */
    static long batchBytes(long parameters, Precision precision) {
        return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, 2 * parameters * precision.bytes()));
    }

    /** Returns the bytes of the weights and of a batch of samples. */
    static double bytes(ProblemSize size) {
        double weights = (double) size.parameters() * size.numberBytes();
        double perSample = size.layout().layer(1).inputs()
                + NUMBERS_PER_UNIT * size.units()
                + size.rowsPerSample() * (double) size.outputs();
        return weights + Math.min(batch(size), size.samples() * perSample * size.numberBytes());
    }

    /** Returns the bytes that a batch may take. */
    static double batch(ProblemSize size) {
        return size.buffer(batchBytes(size.parameters(), size.precision()));
    }

    /** Returns how many vectors share a sweep, with as many vectors of parameters for each. */
    static long vectorsPerSweep(ProblemSize size, int copies, long memory, int most) {
        double each = (double) size.parameters() * size.numberBytes() * copies;
        double fitting = Math.floor(size.buffer(memory) / each);
        return (long) Math.max(1, Math.min((double) Math.min(most, size.rowsPerSample()), fitting));
    }

    /** Uploads the network and chooses the size of batches by {@link #batchBytes}. */
    static DataSweep of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        long rows = request.rowsPerSample(network.outputs());
        long perSample = network.inputs() + 3 * units(network) + rows * network.outputs();
        long fits = WorkMemory.of(backend, batchBytes(network.parameters(), backend.precision()))
                / (perSample * backend.precision().bytes());
        return of(network, data, request, backend, (int) Math.max(1, Math.min(1 << 20, fits)));
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1
     */
    static DataSweep of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int batchSize) {
        Args.requireInRange("batchSize", batchSize, 1, Integer.MAX_VALUE);
        return new DataSweep(new NetworkWeights(network, backend), data, request, batchSize);
    }

    private static long units(NeuralNetwork network) {
        return network.widths().stream().skip(1).mapToLong(m -> m).sum();
    }

    /** What is done with one batch. */
    interface Step {
        /**
         * Works on a batch.
         *
         * @param at the network at the batch, closed after the step unless it was given
         * @param factor the output factor of the batch's samples
         * @param from number of the batch's first sample
         */
        void run(Linearization at, OutputFactor factor, int from);
    }

    void forEachBatch(Step step) {
        Linearization whole = kept;
        if (whole != null) {
            step.run(whole, factorOf(whole), 0);
            return;
        }
        NetworkWeights open = Objects.requireNonNull(weights);
        Dataset all = Objects.requireNonNull(data);
        for (int from = 0; from < samples; from += Math.min(batchSize, samples - from)) {
            int to = (int) Math.min(samples, (long) from + batchSize);
            try (Linearization at = Linearization.ofBatch(open, all, from, to)) {
                step.run(at, OutputFactor.of(at, request, from, samples), from);
            }
        }
    }

    OutputFactor factorOf(Linearization whole) {
        OutputFactor factor = keptFactor;
        if (factor == null) {
            factor = OutputFactor.of(whole, request, firstSample, samples);
            keptFactor = factor;
        }
        return factor;
    }

    /** Returns the factor of all samples on the backend, where they are linearised all at once; this object closes it. */
    ResidentFactor residentFactor() {
        ResidentFactor made = residentFactor;
        if (made == null) {
            Linearization whole = Objects.requireNonNull(kept);
            made = new ResidentFactor(backend, factorOf(whole), samples, network.outputs());
            residentFactor = made;
        }
        return made;
    }

    FisherRequest request() {
        return request;
    }

    /** Returns the linearisation at all samples, or null where data pass through in batches. */
    @Nullable Linearization whole() {
        return kept;
    }

    NeuralNetwork network() {
        return network;
    }

    Backend backend() {
        return backend;
    }

    /** Returns the number of samples that pass. */
    int samples() {
        return samples;
    }

    /** Returns T, which sums over samples are divided by: that of the whole data set where these are a part of it. */
    int total() {
        return total;
    }

    /** Returns n = R·T. */
    long rows() {
        return (long) request.rowsPerSample(network.outputs()) * samples;
    }

    /** Returns layer {@code l} on the backend. */
    Dense layer(int l) {
        return kept != null ? kept.layer(l) : Objects.requireNonNull(weights).get(l);
    }

    /** Frees the weights, unless they are those of a linearisation that was given, and the factor on the backend. */
    @Override
    public void close() {
        if (residentFactor != null) {
            residentFactor.close();
            residentFactor = null;
        }
        if (weights != null) {
            weights.close();
        }
        if (kept != null && ownsKept) {
            kept.close();
        }
    }
}
