package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.RowFiller;
import java.nio.DoubleBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * T samples of M_0 inputs each, in float64, with what is known of their labels and where they came from. Immutable; every
 * number is finite and at most 10¹⁰⁰ in magnitude, so that no moment overflows.
 */
public final class Dataset {
    /** Largest magnitude of an input. */
    public static final double MAX_MAGNITUDE = 1e100;

    private final DoubleBuffer values;
    private final int samples;
    private final int inputs;
    private final Labels labels;
    private final DataSource source;
    private final Standardization standardization;
    private final SampleMoments moments;
    private final List<String> notes;

    private Dataset(
            NpyArray values, Labels labels, DataSource source, Standardization standardization, List<String> notes) {
        this.values = values.buffer();
        this.samples = Args.requireInRange("samples", values.rows(), 1, Integer.MAX_VALUE);
        this.inputs = Args.requireInRange("inputs", values.columns(), 1, Integer.MAX_VALUE);
        this.labels = Objects.requireNonNull(labels, "labels");
        this.source = Objects.requireNonNull(source, "source");
        this.standardization = Objects.requireNonNull(standardization, "standardization");
        this.notes = List.copyOf(notes);
        if (!(labels instanceof Labels.None)) {
            Args.requireSame("number of labels", labels.size(), samples, "give one label per sample");
        }
        int bad = firstUnusable(this.values);
        Args.require(
                bad < 0,
                "input %d of sample %d (both from 0) is %s; it must be finite and at most 1e100 in magnitude",
                bad % inputs,
                bad / inputs,
                bad < 0 ? 0 : this.values.get(bad));
        this.moments = SampleMoments.of(this.values, samples, inputs);
    }

    /**
     * Returns a data set on a matrix, which is shared, not copied.
     *
     * @param values T × M_0, a sample per row
     * @throws IllegalArgumentException if there is no sample, labels do not match or a number is not usable
     */
    public static Dataset of(NpyArray values, Labels labels, DataSource source) {
        return new Dataset(values, labels, source, Standardization.NONE, List.of());
    }

    /**
     * Reads a data set as it stands in a file that {@link DatasetReader} knows, with its labels if it has any.
     *
     * @throws io.github.fisherscope.core.io.InputFileException if the file is missing or cannot be used
     */
    public static Dataset read(String file) {
        return DatasetReader.of(DataOptions.defaults()).read(Path.of(file));
    }

    /** Returns a data set without labels whose samples are asked for in order, one row at a time. */
    public static Dataset ofRows(int samples, int inputs, RowFiller filler, DataSource source) {
        return of(NpyArray.ofRows(samples, inputs, filler), Labels.none(), source);
    }

    static Dataset read(
            NpyArray values, Labels labels, DataSource source, Standardization standardization, List<String> notes) {
        return new Dataset(values, labels, source, standardization, notes);
    }

    /** Returns the position of the first number that a data set refuses, or −1. */
    static int firstUnusable(DoubleBuffer values) {
        for (int k = 0; k < values.limit(); k++) {
            if (!(Math.abs(values.get(k)) <= MAX_MAGNITUDE)) {
                return k;
            }
        }
        return -1;
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns M_0. */
    public int inputs() {
        return inputs;
    }

    /** Returns input {@code i} of sample {@code t}, both counted from 0. */
    public double get(int t, int i) {
        return values.get(Objects.checkIndex(t, samples) * inputs + Objects.checkIndex(i, inputs));
    }

    /** Copies sample {@code t} to the start of {@code target}. */
    public void copyRow(int t, double[] target) {
        copyRow(t, target, 0);
    }

    /** Copies sample {@code t} to {@code target}, from {@code offset} on. */
    public void copyRow(int t, double[] target, int offset) {
        values.get(Objects.checkIndex(t, samples) * inputs, target, offset, inputs);
    }

    /** Returns samples {@code from} to {@code to} (exclusive) with their labels; the inputs are copied. */
    public Dataset range(int from, int to) {
        Objects.checkFromToIndex(from, to, samples);
        NpyArray rows = NpyArray.ofRows(to - from, inputs, (t, target) -> copyRow(from + t, target));
        return new Dataset(rows, labels.range(from, to), source, standardization, notes);
    }

    /** Returns a read-only view of all inputs, sample by sample; nothing is copied. */
    public DoubleBuffer buffer() {
        return values.duplicate();
    }

    public Labels labels() {
        return labels;
    }

    public DataSource source() {
        return source;
    }

    /** Returns how the inputs were shifted and scaled when they were read. */
    public Standardization standardization() {
        return standardization;
    }

    /** Returns what the reader of the file decided and the user should know, in words that follow the file's name. */
    public List<String> notes() {
        return notes;
    }

    /** Returns the moments of the inputs, computed when the data set was made. */
    public SampleMoments moments() {
        return moments;
    }

    /** Returns q̂⁰, see {@link SampleMoments}. */
    public double meanSquaredNorm() {
        return moments.meanSquaredNorm();
    }

    /** Returns q̂_st⁰, see {@link SampleMoments}. */
    public double meanCrossProduct() {
        return moments.meanCrossProduct();
    }

    @Override
    public String toString() {
        return "Dataset[samples=" + samples + ", inputs=" + inputs + ", labels=" + labels + ", source="
                + source.description() + "]";
    }
}
