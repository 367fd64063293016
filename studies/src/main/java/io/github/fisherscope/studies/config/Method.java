package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.List;
import java.util.Locale;

/** How the eigenvalues are computed. */
public enum Method {
    /** Chosen from P, C·T and the memory; the result says which and why. */
    AUTO,
    /** All eigenvalues of the Fisher matrix itself (P × P). */
    DENSE,
    /** All eigenvalues of the dual matrix (C·T × C·T). */
    DUAL,
    /** The largest eigenvalues by block Lanczos on the smaller side, without forming a matrix. */
    LANCZOS,
    /** The largest eigenvalues by randomised subspace iteration on the smaller side: a second, independent route. */
    SUBSPACE,
    /** The largest eigenvalues by Lanczos and the density of the others by stochastic Lanczos quadrature. */
    QUADRATURE;

    /** Returns the name used on the command line and in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads a method from its name. */
    public static Method parse(String text) {
        for (Method method : values()) {
            if (method.id().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return method;
            }
        }
        throw InvalidArgumentException.unknown(
                "method", text, List.of("auto", "dense", "dual", "lanczos", "subspace", "quadrature"));
    }
}
