package io.github.fisherscope.core.math;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.internal.EjmlSymmetric;
import java.util.Arrays;

/** Eigenvalues of a small symmetric matrix that is at hand; large ones are the matter of backends. */
public final class SymmetricEigenvalues {
    private SymmetricEigenvalues() {}

    /**
     * Returns the eigenvalues of an n × n matrix, ascending. Cost: about 9 n³ flops on one thread.
     *
     * @param a entry {@code i·n + j}, symmetric
     */
    public static RealVector of(double[] a, int n) {
        Args.requireSame("the number of entries", a.length, (long) n * n, "give n times n");
        double[] values = EjmlSymmetric.eigenvalues(a, n);
        Arrays.sort(values);
        return RealVector.takingOver(values);
    }
}
