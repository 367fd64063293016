package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Vectors;
import java.util.Arrays;

/** Vectors in arrays. Orthogonalises against one vector at a time, each time what the previous step left. */
final class HostVectors implements KrylovVectors {
    private final SymmetricOperator operator;
    private final double[][] vectors;
    /** The operator's own images of the processed vectors, or of combinations that a restart made of them. */
    private final double[][] images;

    private double[] work = {};

    HostVectors(SymmetricOperator operator, int slots) {
        this.operator = operator;
        this.vectors = new double[slots][];
        this.images = new double[slots][];
    }

    @Override
    public void take(double[] v) {
        work = v.clone();
    }

    @Override
    public void takeImage(int i) {
        work = images[i].clone();
    }

    @Override
    public double norm() {
        return Vectors.norm(work);
    }

    @Override
    public void scale(double factor) {
        Vectors.scale(factor, work);
    }

    @Override
    public void projectOut(int first, int end, double[] c) {
        for (int i = first; i < end; i++) {
            double s = Vectors.dot(vectors[i], work);
            c[i] += s;
            Vectors.axpy(-s, vectors[i], work);
        }
    }

    @Override
    public void keep(int i) {
        vectors[i] = work;
    }

    @Override
    public void multiply(int from, int to) {
        double[][] block = Arrays.copyOfRange(vectors, from, to);
        double[][] found = new double[to - from][operator.dimension()];
        operator.applyBatch(block, found);
        System.arraycopy(found, 0, images, from, found.length);
    }

    @Override
    public int firstNonFinite(int i) {
        return Vectors.firstNonFinite(images[i]);
    }

    @Override
    public double imageNorm(int i) {
        return Vectors.norm(images[i]);
    }

    @Override
    public double[] vector(int i) {
        return vectors[i].clone();
    }

    @Override
    public double ritz(double[] y, double theta, double[] vector) {
        System.arraycopy(combine(y, vectors), 0, vector, 0, vector.length);
        double[] residual = combine(y, images);
        Vectors.axpy(-theta, vector, residual);
        return Vectors.norm(residual);
    }

    private double[] combine(double[] y, double[][] terms) {
        double[] sum = new double[operator.dimension()];
        for (int i = 0; i < y.length; i++) {
            Vectors.axpy(y[i], terms[i], sum);
        }
        return sum;
    }

    @Override
    public void restart(double[][] ys, int processed, int waiting) {
        double[][] kept = new double[ys.length + waiting][];
        double[][] keptImages = new double[ys.length][];
        for (int k = 0; k < ys.length; k++) {
            kept[k] = combine(ys[k], vectors);
            keptImages[k] = combine(ys[k], images);
        }
        System.arraycopy(vectors, processed, kept, ys.length, waiting);
        replace(vectors, kept);
        replace(images, keptImages);
    }

    private static void replace(double[][] slots, double[][] by) {
        Arrays.fill(slots, null);
        System.arraycopy(by, 0, slots, 0, by.length);
    }

    /** Nothing but arrays is held. */
    @Override
    public void close() {}
}
