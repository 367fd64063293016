package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.backend.Precision;
import java.util.List;
import java.util.Locale;

/**
 * Which method a study uses, why, and what memory it needs; decided before any work.
 *
 * @param method DENSE, DUAL or LANCZOS
 * @param reason one sentence for the report
 * @param bytes planned peak of matrices, in bytes
 */
record MethodChoice(Method method, String reason, long bytes) {
    /** Above this number of rows the full eigenproblem takes minutes on two cores, so it must be asked for. */
    private static final long LARGEST_AUTOMATIC = 8_000;

    private static final long LARGEST_DENSE = 20_000;

    /**
     * Chooses.
     *
     * @param widths M_0, …, C
     * @param samples T
     * @param rowsPerSample R, rows of the output factor
     * @param limit bytes allowed
     * @throws MemoryLimitException if the method asked for does not fit, naming one that does
     */
    static MethodChoice of(
            Method wanted, List<Integer> widths, long samples, long rowsPerSample, Precision precision, long limit) {
        Sizes sizes = Sizes.of(widths, samples, rowsPerSample, precision);
        Method method = wanted == Method.AUTO ? automatic(sizes, limit) : wanted;
        MethodChoice choice = new MethodChoice(method, reason(method, wanted, sizes), sizes.bytes(method));
        if (method == Method.DENSE && sizes.parameters > LARGEST_DENSE) {
            throw new MemoryLimitException(
                    "--method dense would need a matrix of %d × %d; it is limited to P ≤ %d. Use --method %s"
                            .formatted(sizes.parameters, sizes.parameters, LARGEST_DENSE, fitting(sizes, limit)));
        }
        if (choice.bytes > limit) {
            throw new MemoryLimitException("--method %s needs %s for P = %d, C·T = %d, and --memory allows %s. %s"
                    .formatted(
                            method.id(),
                            gibibytes(choice.bytes),
                            sizes.parameters,
                            sizes.rows,
                            gibibytes(limit),
                            remedy(sizes, limit)));
        }
        return choice;
    }

    private static Method automatic(Sizes sizes, long limit) {
        if (sizes.parameters < sizes.rows && sizes.parameters <= LARGEST_AUTOMATIC) {
            return Method.DENSE;
        }
        boolean dual = sizes.rows <= LARGEST_AUTOMATIC && sizes.bytes(Method.DUAL) <= limit;
        return dual ? Method.DUAL : Method.LANCZOS;
    }

    private static String fitting(Sizes sizes, long limit) {
        return sizes.bytes(Method.DUAL) <= limit ? "dual" : "lanczos";
    }

    private static String remedy(Sizes sizes, long limit) {
        if (sizes.bytes(Method.LANCZOS) <= limit) {
            return "Use --method lanczos, which needs %s".formatted(gibibytes(sizes.bytes(Method.LANCZOS)));
        }
        return "Use fewer samples or narrower layers, or raise --memory to at least %s"
                .formatted(gibibytes(sizes.bytes(Method.LANCZOS)));
    }

    private static String reason(Method method, Method wanted, Sizes sizes) {
        String asked = wanted == Method.AUTO ? "" : "asked for; ";
        return asked
                + switch (method) {
                    case DENSE ->
                        String.format(
                                Locale.ROOT,
                                "the Fisher matrix itself (P = %d) is smaller than its dual (C·T = %d)",
                                sizes.parameters,
                                sizes.rows);
                    case DUAL ->
                        String.format(
                                Locale.ROOT,
                                "the dual matrix (C·T = %d) has all non-zero eigenvalues of the Fisher matrix (P = %d)",
                                sizes.rows,
                                sizes.parameters);
                    case LANCZOS ->
                        String.format(
                                Locale.ROOT,
                                "only the largest eigenvalues: a full spectrum of %d rows takes minutes or does not fit",
                                Math.min(sizes.rows, sizes.parameters));
                    case AUTO -> throw new IllegalStateException("no method was chosen");
                };
    }

    static String gibibytes(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", (double) bytes * 0x1p-30);
    }

    /** The dimensions that decide. */
    private record Sizes(long parameters, long rows, long forward, long backward, long grams, int bytesPerNumber) {
        static Sizes of(List<Integer> widths, long samples, long rowsPerSample, Precision precision) {
            long parameters = 0;
            long unitsBelow = widths.get(0);
            long unitsAbove = 0;
            for (int l = 1; l < widths.size(); l++) {
                parameters += widths.get(l) * (widths.get(l - 1) + 1L);
                unitsAbove += widths.get(l);
                unitsBelow += widths.get(l);
            }
            return new Sizes(
                    parameters,
                    rowsPerSample * samples,
                    samples * (unitsBelow + unitsAbove),
                    rowsPerSample * samples * unitsAbove,
                    (widths.size() - 1L) * samples * samples,
                    precision.bytes());
        }

        long bytes(Method method) {
            double common = 2.0 * parameters + forward;
            double own = switch (method) {
                case DENSE -> 2.0 * parameters * parameters;
                case DUAL -> (double) rows * rows + backward + grams;
                default -> 2.0 * forward + grams;
            };
            return (long) Math.min(0x1p62, (common + own) * bytesPerNumber);
        }
    }
}
