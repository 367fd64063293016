package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.backend.Precision;
import java.util.List;
import java.util.Locale;

/**
 * Flops and memory of each method from the sizes alone. Flops are those of matrix products, which dominate; an
 * eigenproblem of n rows counts as 3.3 n³ (4/3 n³ at the rate that a two-stage reduction reaches).
 *
 * @param parameters P
 * @param rows n = R·T, rows of the dual matrix
 * @param samples T
 * @param hiddenUnits Σ_{l&lt;L} M_l
 * @param units Σ_{l≤L} M_l
 * @param inputs M_0
 * @param connections Σ_{l≥2} M_l M_{l-1}, passed backwards and forwards by each product
 * @param precision number format of matrices
 */
record CostModel(
        long parameters,
        long rows,
        long samples,
        long hiddenUnits,
        long units,
        long inputs,
        long connections,
        int depth,
        Precision precision) {

    /** Products of an iterative method for the outliers: five block steps, a re-check, and as many again in hand. */
    private static final double PRODUCTS_PER_OUTPUT = 8;

    private static final double PRODUCTS = 20;

    static CostModel of(List<Integer> widths, long samples, long rowsPerSample, Precision precision) {
        long parameters = 0;
        long units = 0;
        long connections = 0;
        int depth = widths.size() - 1;
        for (int l = 1; l <= depth; l++) {
            parameters += widths.get(l) * (widths.get(l - 1) + 1L);
            units += widths.get(l);
            connections += l > 1 ? (long) widths.get(l) * widths.get(l - 1) : 0;
        }
        return new CostModel(
                parameters,
                rowsPerSample * samples,
                samples,
                units - widths.get(depth),
                units,
                widths.get(0),
                connections,
                depth,
                precision);
    }

    /** Returns the flops of one product with the Fisher matrix or its dual. */
    double product() {
        double sources = 0;
        double gram = 2.0 * samples * (double) samples * units;
        double gradients = 4.0 * samples * (double) parameters;
        sources += Math.min(gram, gradients);
        return 4.0 * samples * (double) connections + sources;
    }

    /** Returns the flops of the exact second moment: every tile of the dual matrix once. */
    double exactMoments() {
        return (double) rows * rows * hiddenUnits;
    }

    /** Returns the flops of the largest eigenvalues. */
    double krylov() {
        double outputs = (double) rows / samples;
        return (PRODUCTS + PRODUCTS_PER_OUTPUT * outputs) * product();
    }

    double flops(Method method, int probes, int steps) {
        double n = rows;
        double p = parameters;
        return switch (method) {
            case DENSE -> 2 * n * p * p + 3.3 * p * p * p + exactMoments();
            case DUAL -> exactMoments() + 3.3 * n * n * n;
            case LANCZOS, SUBSPACE -> krylov();
            case QUADRATURE -> krylov() + (double) probes * steps * product();
            case AUTO -> throw new IllegalArgumentException("auto is not a method with a cost");
        };
    }

    /** Returns the planned peak of matrices and long vectors in bytes. */
    long bytes(Method method) {
        double kept = parameters + samples * (double) (inputs + 2 * units);
        double vectors = 3.0 * 8 * parameters; // θ, a product and the diagonal in float64
        double sensitivities = Math.min((double) rows * units * precision.bytes(), 2.0 * (256L << 20));
        double own = switch (method) {
            case DENSE -> 2.0 * parameters * parameters * 8;
            case DUAL ->
                (double) rows * rows * precision.bytes() * (precision == Precision.SINGLE ? 3 : 1)
                        + (double) rows * units * precision.bytes()
                        + (double) depth * samples * samples * precision.bytes();
            default -> sensitivities + 100.0 * Math.min(rows, parameters) * 8 + 8.0 * samples * units * 2;
        };
        return (long) Math.min(0x1p62, kept * precision.bytes() + vectors + own);
    }

    String describe(Method method, int probes, int steps) {
        return String.format(
                Locale.ROOT,
                "%-10s %10.3g Gflop %9s  %s",
                method.id(),
                flops(method, probes, steps) * 1e-9,
                MethodChoice.size(bytes(method)),
                switch (method) {
                    case DENSE -> "all eigenvalues of F (P × P)";
                    case DUAL -> "all eigenvalues of the dual matrix (C·T × C·T)";
                    case LANCZOS -> "the largest eigenvalues";
                    case SUBSPACE -> "the largest eigenvalues, by an independent method";
                    case QUADRATURE -> "the largest eigenvalues and the density of the rest";
                    case AUTO -> "";
                });
    }
}
