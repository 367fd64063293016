package io.github.fisherscope.spectra.dense;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.internal.DenseEigen;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.internal.commonsmath.CommonsMathEigen;
import io.github.fisherscope.spectra.internal.ejml.EjmlEigen;
import io.github.fisherscope.spectra.internal.ojalgo.OjalgoEigen;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Eigenvalues of dense symmetric matrices of small and medium size (n up to a few thousand). Larger ones go through
 * {@link io.github.fisherscope.core.backend.Backend#symmetricEigenvalues}.
 *
 * <p>Input is n × n, row-major; <b>only the lower triangle is read</b> and the array is left as it was. Cost O(n³) time,
 * O(n²) memory. Error: |λ̂ − λ| ≤ p(n) u ‖A‖₂ with u = 2⁻⁵³ and a modest p(n): small eigenvalues have no relative
 * accuracy. Deterministic.
 */
public final class DenseEigenSolver {
    private static final int LARGEST_ORDER = 20_000;

    private final DenseLibrary library;

    private DenseEigenSolver(DenseLibrary library) {
        this.library = Objects.requireNonNull(library, "library");
    }

    /** Returns a solver that uses the given library. */
    public static DenseEigenSolver of(DenseLibrary library) {
        return new DenseEigenSolver(library);
    }

    public DenseLibrary library() {
        return library;
    }

    /**
     * Returns all eigenvalues, descending.
     *
     * @param a n² entries, row-major; the lower triangle is read
     * @throws IllegalArgumentException if the length does not fit or an entry that is read is not finite
     * @throws ArithmeticException if the library's iteration does not converge
     */
    public RealVector eigenvalues(double[] a, int n) {
        return RealVector.of(solve(a, n, false).values());
    }

    /** Returns all eigenvalues of a square array of rows, descending; see {@link #eigenvalues(double[], int)}. */
    public RealVector eigenvalues(double[][] a) {
        return eigenvalues(flatten(a), a.length);
    }

    /** Returns eigenvalues and orthonormal eigenvectors; see {@link #eigenvalues(double[], int)} for the arguments. */
    public EigenDecomposition decompose(double[] a, int n) {
        DenseEigen found = solve(a, n, true);
        List<RealVector> vectors =
                Arrays.stream(found.vectors()).map(RealVector::of).toList();
        return new EigenDecomposition(RealVector.of(found.values()), vectors);
    }

    /** Returns eigenvalues and orthonormal eigenvectors of a square array of rows. */
    public EigenDecomposition decompose(double[][] a) {
        return decompose(flatten(a), a.length);
    }

    private DenseEigen solve(double[] a, int n, boolean vectors) {
        Args.requireInRange("n", n, 1, LARGEST_ORDER);
        Args.requireSame("length of a", a.length, (long) n * n, "give n rows of n entries, one after the other");
        double[] full = mirrorLowerTriangle(a, n);
        DenseEigen found = switch (library) {
            case EJML -> EjmlEigen.solve(full, n, vectors);
            case OJALGO -> OjalgoEigen.solve(full, n, vectors);
            case COMMONS_MATH -> CommonsMathEigen.solve(full, n, vectors);
        };
        return found.descending();
    }

    private static double[] mirrorLowerTriangle(double[] a, int n) {
        double[] full = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                full[i * n + j] = a[i * n + j];
                full[j * n + i] = a[i * n + j];
            }
        }
        int bad = Vectors.firstNonFinite(full);
        Args.require(
                bad < 0,
                "entry (%d, %d) of a is %s; every entry must be finite",
                Math.max(bad / n, bad % n),
                Math.min(bad / n, bad % n),
                bad < 0 ? 0.0 : full[Math.max(bad, 0)]);
        return full;
    }

    private static double[] flatten(double[][] a) {
        int n = a.length;
        Args.requireInRange("number of rows", n, 1, LARGEST_ORDER);
        double[] flat = new double[n * n];
        for (int i = 0; i < n; i++) {
            Args.requireSame("length of row " + i, a[i].length, n, "a symmetric matrix is square");
            System.arraycopy(a[i], 0, flat, i * n, n);
        }
        return flat;
    }
}
