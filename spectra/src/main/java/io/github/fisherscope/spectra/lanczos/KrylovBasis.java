package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.DenseEigen;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.internal.ejml.EjmlEigen;
import java.util.Arrays;

/**
 * An orthonormal basis V = [V₁ V₂] with the relation {@code A V₁ = V H}: V₁ are the {@code processed} vectors whose image
 * is known, V₂ the block that is expanded next, H the projected operator. For block size 1 and no restart H is the
 * tridiagonal T of Lanczos with the last β below it, and the relation reads {@code A V = V T + r eᵀ}.
 *
 * <p>A direction whose norm falls to {@code 4 √n ε ‖A‖} when the basis is projected out lies in the basis up to rounding: it
 * is dropped and its coupling is exactly zero (breakdown, deflation). A larger threshold, such as √ε‖A‖, would cut off
 * legal couplings of matrices whose eigenvalues span many decades.
 */
final class KrylovBasis {
    private static final double UNIT = Math.ulp(1.0);
    private static final int MOST_PASSES = 5;

    private final SymmetricOperator operator;
    private final int dimension;
    private final double[][] vectors;
    /** The operator's own images of the processed vectors, or of combinations that a restart made of them. */
    private final double[][] images;

    private final double[][] h;
    private final boolean full;
    private final SimonRecurrence loss;
    private int size;
    private int processed;
    private int operatorCalls;
    private int fullReorthogonalizations;
    private double norm;
    private int nonFiniteIndex = -1;

    KrylovBasis(SymmetricOperator operator, int capacity, Reorthogonalization kind) {
        this.operator = operator;
        this.dimension = operator.dimension();
        int slots = Math.min(capacity, dimension);
        this.vectors = new double[slots][];
        this.images = new double[slots][];
        this.h = new double[slots][slots];
        this.full = kind == Reorthogonalization.FULL;
        this.loss = new SimonRecurrence(slots);
    }

    int size() {
        return size;
    }

    int processed() {
        return processed;
    }

    int operatorCalls() {
        return operatorCalls;
    }

    /** Returns how many vectors the selective kind orthogonalised against all earlier ones. */
    int fullReorthogonalizations() {
        return fullReorthogonalizations;
    }

    /** Returns the largest ‖Av‖ seen for a unit vector v: a lower bound of ‖A‖ that soon is close. */
    double norm() {
        return norm;
    }

    /** Returns the index of the first number that was not finite, or −1. */
    int nonFiniteIndex() {
        return nonFiniteIndex;
    }

    double[] vector(int i) {
        return vectors[i];
    }

    double coupling(int i, int j) {
        return h[i][j];
    }

    /** Returns whether the images of the waiting block would fit. */
    boolean hasRoom() {
        return vectors.length == dimension || size + (size - processed) <= vectors.length;
    }

    int capacity() {
        return vectors.length;
    }

    /** Adds {@code start} to the block that is expanded next, unless the basis contains its direction already. */
    boolean add(double[] start) {
        double[] w = start.clone();
        double before = Vectors.norm(w);
        if (size == vectors.length || !(before > 0)) {
            return false;
        }
        Vectors.scale(1 / before, w);
        double after = orthogonalize(w, 0, size, new double[vectors.length]);
        if (!(after > 4 * UNIT * Math.sqrt(dimension))) {
            return false;
        }
        append(w, after);
        loss.reset(size);
        return true;
    }

    /** Adds up to {@code count} random directions; returns how many found room in the space. */
    int addRandom(int count, long seed, long firstIndex) {
        int added = 0;
        double[] w = new double[dimension];
        for (int i = 0; i < count && size < Math.min(dimension, vectors.length); i++) {
            Probes.start(seed, firstIndex + i, w);
            if (add(w)) {
                added++;
            }
        }
        return added;
    }

    /** Applies the operator to the waiting block and appends what is new; returns false on a number that is not finite. */
    boolean expand() {
        int from = processed;
        int width = size - processed;
        double[][] block = Arrays.copyOfRange(vectors, from, size);
        double[][] found = new double[width][dimension];
        operator.applyBatch(block, found);
        operatorCalls += width;
        for (double[] image : found) {
            nonFiniteIndex = Vectors.firstNonFinite(image);
            if (nonFiniteIndex >= 0) {
                return false;
            }
            norm = Math.max(norm, Vectors.norm(image));
        }
        for (int j = 0; j < width; j++) {
            double[] coefficients = new double[vectors.length];
            double[] w = found[j].clone();
            images[from + j] = found[j];
            double beta = orthogonalizeImage(w, from + j, coefficients);
            for (int i = 0; i < size; i++) {
                h[i][from + j] = coefficients[i];
            }
            if (beta > rounding() && size < vectors.length) {
                h[size][from + j] = beta;
                append(w, beta);
            }
        }
        processed += width;
        return true;
    }

    /** Returns the size of the rounding error of one product, taken as a random walk of n steps: 4 √n ε ‖A‖. */
    private double rounding() {
        return 4 * UNIT * Math.sqrt(dimension) * norm;
    }

    private void append(double[] w, double length) {
        Vectors.scale(1 / length, w);
        vectors[size] = w;
        size++;
    }

    /**
     * Projects basis vectors {@code first} to {@code count} − 1 out of w, adding the coefficients to {@code c}, and
     * returns the norm that is left. "Twice is enough" (Kahan and Parlett) holds unless the norm fell by more than half
     * in the last pass; then another pass follows.
     */
    private double orthogonalize(double[] w, int first, int count, double[] c) {
        double before = Vectors.norm(w);
        for (int pass = 1; ; pass++) {
            for (int i = first; i < count; i++) {
                double s = Vectors.dot(vectors[i], w);
                c[i] += s;
                Vectors.axpy(-s, vectors[i], w);
            }
            double after = Vectors.norm(w);
            if ((pass >= 2 && after > 0.5 * before) || pass == MOST_PASSES || !(after > 0)) {
                return after;
            }
            before = after;
        }
    }

    private double orthogonalizeImage(double[] w, int j, double[] c) {
        if (full) {
            return orthogonalize(w, 0, size, c);
        }
        double beta = orthogonalize(w, Math.max(0, j - 1), size, c);
        if (!loss.lost(j, beta, c, h, UNIT * norm)) {
            return beta;
        }
        fullReorthogonalizations++;
        return orthogonalize(w, 0, size, c);
    }

    /** Solves the projected eigenproblem of the processed vectors; eigenvalues descending. */
    DenseEigen ritz() {
        int p = processed;
        double[] a = new double[p * p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j < p; j++) {
                a[i * p + j] = 0.5 * (h[i][j] + h[j][i]);
            }
        }
        return EjmlEigen.solve(a, p, true).descending();
    }

    /** Returns ‖A V₁y − θ V₁y‖ of the Ritz vector with coordinates y by the relation: the norm of B y, B = V₂ᵀ A V₁. */
    double residualBound(double[] y) {
        double sum = 0;
        for (int i = processed; i < size; i++) {
            double s = 0;
            for (int j = 0; j < processed; j++) {
                s += h[i][j] * y[j];
            }
            sum = Math.hypot(sum, s);
        }
        return sum;
    }

    /** Returns the vector Σ yᵢ vᵢ over the processed vectors. */
    double[] combine(double[] y) {
        return combine(y, vectors);
    }

    /**
     * Returns A Σ yᵢ vᵢ from the images that the operator gave, without applying it again: exact up to the rounding of p
     * additions, √p ε ‖A‖, and without the assumption that the recurrence holds.
     */
    double[] combineImages(double[] y) {
        return combine(y, images);
    }

    private double[] combine(double[] y, double[][] terms) {
        double[] sum = new double[dimension];
        for (int i = 0; i < processed; i++) {
            Vectors.axpy(y[i], terms[i], sum);
        }
        return sum;
    }

    /** Thick restart: keeps the first {@code keep} Ritz vectors and the waiting block, with the relation intact. */
    void restart(DenseEigen ritz, int keep) {
        int waiting = size - processed;
        double[][] kept = new double[keep + waiting][];
        double[][] keptImages = new double[keep][];
        double[][] border = new double[waiting][keep];
        for (int k = 0; k < keep; k++) {
            double[] y = ritz.vectors()[k];
            kept[k] = combine(y);
            keptImages[k] = combineImages(y);
            for (int i = 0; i < waiting; i++) {
                for (int j = 0; j < processed; j++) {
                    border[i][k] += h[processed + i][j] * y[j];
                }
            }
        }
        System.arraycopy(vectors, processed, kept, keep, waiting);
        Arrays.fill(vectors, null);
        System.arraycopy(kept, 0, vectors, 0, kept.length);
        Arrays.fill(images, null);
        System.arraycopy(keptImages, 0, images, 0, keep);
        for (double[] row : h) {
            Arrays.fill(row, 0);
        }
        for (int k = 0; k < keep; k++) {
            h[k][k] = ritz.values()[k];
            for (int i = 0; i < waiting; i++) {
                h[keep + i][k] = border[i][k];
            }
        }
        processed = keep;
        size = keep + waiting;
        loss.reset(size);
    }

    /**
     * Keeps the first {@code keep} Ritz vectors as if they were exact and gives up the waiting block. The relation then
     * holds up to their residuals, which the caller has found small enough; the next block must be added anew.
     */
    void lock(DenseEigen ritz, int keep) {
        size = processed;
        restart(ritz, keep);
    }
}
