package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.DenseEigen;
import io.github.fisherscope.spectra.internal.Probes;
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
final class KrylovBasis implements AutoCloseable {
    private static final double UNIT = Math.ulp(1.0);
    private static final int MOST_PASSES = 5;

    private final int dimension;
    private final int slots;
    private final KrylovVectors vectors;
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
        this.dimension = operator.dimension();
        this.slots = Math.min(capacity, dimension);
        this.vectors = KrylovVectors.of(operator, slots);
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
        return vectors.vector(i);
    }

    double coupling(int i, int j) {
        return h[i][j];
    }

    /** Returns whether the images of the waiting block would fit. */
    boolean hasRoom() {
        return slots == dimension || size + (size - processed) <= slots;
    }

    int capacity() {
        return slots;
    }

    /** Adds {@code start} to the block that is expanded next, unless the basis contains its direction already. */
    boolean add(double[] start) {
        vectors.take(start);
        double before = vectors.norm();
        if (size == slots || !(before > 0)) {
            return false;
        }
        vectors.scale(1 / before);
        double after = orthogonalize(0, size, new double[slots]);
        if (!(after > 4 * UNIT * Math.sqrt(dimension))) {
            return false;
        }
        append(after);
        loss.reset(size);
        return true;
    }

    /** Adds up to {@code count} random directions; returns how many found room in the space. */
    int addRandom(int count, long seed, long firstIndex) {
        int added = 0;
        double[] w = new double[dimension];
        for (int i = 0; i < count && size < Math.min(dimension, slots); i++) {
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
        vectors.multiply(from, size);
        operatorCalls += width;
        for (int i = from; i < from + width; i++) {
            nonFiniteIndex = vectors.firstNonFinite(i);
            if (nonFiniteIndex >= 0) {
                return false;
            }
            norm = Math.max(norm, vectors.imageNorm(i));
        }
        for (int j = 0; j < width; j++) {
            double[] coefficients = new double[slots];
            vectors.takeImage(from + j);
            double beta = orthogonalizeImage(from + j, coefficients);
            for (int i = 0; i < size; i++) {
                h[i][from + j] = coefficients[i];
            }
            if (beta > rounding() && size < slots) {
                h[size][from + j] = beta;
                append(beta);
            }
        }
        processed += width;
        return true;
    }

    /** Returns the size of the rounding error of one product, taken as a random walk of n steps: 4 √n ε ‖A‖. */
    private double rounding() {
        return 4 * UNIT * Math.sqrt(dimension) * norm;
    }

    private void append(double length) {
        vectors.scale(1 / length);
        vectors.keep(size);
        size++;
    }

    /**
     * Projects basis vectors {@code first} to {@code count} − 1 out of the vector that is worked on, adding the
     * coefficients to {@code c}, and returns the norm that is left. "Twice is enough" (Kahan and Parlett) holds unless the norm fell by more than half
     * in the last pass; then another pass follows.
     */
    private double orthogonalize(int first, int count, double[] c) {
        double before = vectors.norm();
        for (int pass = 1; ; pass++) {
            vectors.projectOut(first, count, c);
            double after = vectors.norm();
            if ((pass >= 2 && after > 0.5 * before) || pass == MOST_PASSES || !(after > 0)) {
                return after;
            }
            before = after;
        }
    }

    private double orthogonalizeImage(int j, double[] c) {
        if (full) {
            return orthogonalize(0, size, c);
        }
        double beta = orthogonalize(Math.max(0, j - 1), size, c);
        if (!loss.lost(j, beta, c, h, UNIT * norm)) {
            return beta;
        }
        fullReorthogonalizations++;
        return orthogonalize(0, size, c);
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

    /** Writes the Ritz vector with coordinates y to {@code vector}; returns its residual as {@link KrylovVectors#ritz}. */
    double ritz(double[] y, double theta, double[] vector) {
        return vectors.ritz(y, theta, vector);
    }

    /** Thick restart: keeps the first {@code keep} Ritz vectors and the waiting block, with the relation intact. */
    void restart(DenseEigen ritz, int keep) {
        int waiting = size - processed;
        double[][] ys = Arrays.copyOf(ritz.vectors(), keep);
        double[][] border = new double[waiting][keep];
        for (int k = 0; k < keep; k++) {
            for (int i = 0; i < waiting; i++) {
                for (int j = 0; j < processed; j++) {
                    border[i][k] += h[processed + i][j] * ys[k][j];
                }
            }
        }
        vectors.restart(ys, processed, waiting);
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

    /** Frees what lies on a device. */
    @Override
    public void close() {
        vectors.close();
    }
}
