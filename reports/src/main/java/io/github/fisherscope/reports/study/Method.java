package io.github.fisherscope.reports.study;

import java.util.Locale;

/** How the eigenvalues are computed. */
public enum Method {
    /** Chosen from P, C·T and the memory; the result says which and why. */
    AUTO,
    /** All eigenvalues of the Fisher matrix itself (P × P). */
    DENSE,
    /** All eigenvalues of the dual matrix (C·T × C·T). */
    DUAL,
    /** The largest eigenvalues by Lanczos on the smaller side, without forming a matrix. */
    LANCZOS;

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
        throw new IllegalArgumentException(
                "--method %s is unknown; choose one of auto, dense, dual, lanczos".formatted(text));
    }
}
