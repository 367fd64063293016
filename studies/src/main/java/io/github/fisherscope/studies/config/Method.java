package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.Arrays;
import java.util.Locale;

/** How the eigenvalues are computed. */
public enum Method {
    /** Chosen from P, C·T and the memory; the result says which and why. */
    AUTO(Finds.CHOSEN_LATER),
    /** All eigenvalues of the Fisher matrix itself (P × P). */
    DENSE(Finds.ALL),
    /** All eigenvalues of the dual matrix (C·T × C·T). */
    DUAL(Finds.ALL),
    /** The largest eigenvalues by block Lanczos on the smaller side, without forming a matrix. */
    LANCZOS(Finds.LARGEST),
    /** The largest eigenvalues by randomised subspace iteration on the smaller side: a second, independent route. */
    SUBSPACE(Finds.LARGEST),
    /** The largest eigenvalues by Lanczos and the density of the others by stochastic Lanczos quadrature. */
    QUADRATURE(Finds.LARGEST_AND_DENSITY),
    /** The largest eigenvalues by Lanczos and the density of the others by Chebyshev moments: a second route to it. */
    KERNEL_POLYNOMIAL(Finds.LARGEST_AND_DENSITY);

    /** What a method finds. */
    private enum Finds {
        CHOSEN_LATER,
        ALL,
        LARGEST,
        LARGEST_AND_DENSITY
    }

    private final Finds finds;

    Method(Finds finds) {
        this.finds = finds;
    }

    /** Returns whether a matrix is built and all its eigenvalues are found directly. */
    public boolean direct() {
        return finds == Finds.ALL;
    }

    /** Returns whether the method only multiplies by the matrix; data may then pass through in batches. */
    public boolean iterative() {
        return finds == Finds.LARGEST || finds == Finds.LARGEST_AND_DENSITY;
    }

    /** Returns whether the density of the eigenvalues that are not found one by one is estimated. */
    public boolean density() {
        return finds == Finds.LARGEST_AND_DENSITY;
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a method from its name. */
    public static Method parse(String text) {
        for (Method method : values()) {
            if (method.id().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return method;
            }
        }
        throw InvalidArgumentException.unknown(
                "method", text, Arrays.stream(values()).map(Method::id).toList());
    }
}
