package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Prints, in Markdown, what each form of the Fisher matrix costs and how much of the matrix it keeps, on one network: the
 * time to make it, for one product, for all eigenvalues, for the first damped solve (which decomposes) and for a further
 * one, and ‖form‖/‖whole‖ in Frobenius norm.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.FormsAgainstCost [width]} (default 60)
 */
public final class FormsAgainstCost {
    private static final double DAMPING = 1e-2;
    private static final int REPETITIONS = 5;

    private FormsAgainstCost() {}

    public static void main(String[] args) {
        int width = args.length == 0 ? 60 : Integer.parseInt(args[0]);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (Problem problem = Problem.of(Backends.AUTO, Precision.DOUBLE, width)) {
            Linearization at = problem.at();
            FisherRequest request = FisherRequest.exact(Problem.GAUSSIAN);
            out.println(String.format(
                    Locale.ROOT,
                    "Network %s, T = %d, P = %d, C·T = %d; Java %s, %d processors.%n",
                    at.network().widths(),
                    at.samples(),
                    at.network().parameters(),
                    at.samples() * at.outputCount(),
                    System.getProperty("java.version"),
                    Runtime.getRuntime().availableProcessors()));
            out.println("| form | make | product | eigenvalues | first solve | next solve | norm kept |");
            out.println("|---|---:|---:|---:|---:|---:|---:|");
            double whole;
            try (FisherMatrix dual = FisherForms.of(FisherForm.DUAL, at, request)) {
                whole = Math.sqrt(dual.squaredNorm());
            }
            for (FisherForm form : FisherForm.values()) {
                if (form != FisherForm.DENSE || at.network().parameters() <= 5000) {
                    out.println(row(form, at, request, whole));
                }
            }
        }
    }

    /** Takes the least of each time over several repetitions, since other programs only add to it. */
    private static String row(FisherForm form, Linearization at, FisherRequest request, double whole) {
        double[] best = measure(form, at, request, whole); // warms up, too
        for (int r = 1; r < REPETITIONS; r++) {
            double[] next = measure(form, at, request, whole);
            for (int i = 0; i < best.length; i++) {
                best[i] = Math.min(best[i], next[i]);
            }
        }
        StringBuilder row = new StringBuilder("| ").append(form.id());
        for (int i = 0; i < best.length - 1; i++) {
            row.append(" | ").append(milliseconds(best[i]));
        }
        return row.append(String.format(Locale.ROOT, " | %.3f |", best[best.length - 1]))
                .toString();
    }

    /** Returns five times in seconds, NaN where a form has no such operation, and the share of the norm kept. */
    private static double[] measure(FisherForm kind, Linearization at, FisherRequest request, double whole) {
        Timed<FisherMatrix> made = Timed.of(() -> FisherForms.of(kind, at, request));
        try (FisherMatrix form = made.value()) {
            double[] x =
                    new SplittableRandom(1).doubles(form.dimension(), -1, 1).toArray();
            double[] y = new double[x.length];
            double product = Timed.of(() -> {
                        form.apply(x, y);
                        return y;
                    })
                    .seconds();
            double values = form instanceof SpectralFisherMatrix spectral
                    ? Timed.of(spectral::eigenvalues).seconds()
                    : Double.NaN;
            boolean indefinite = kind == FisherForm.BLOCK_TRIDIAGONAL;
            double first = indefinite
                    ? Double.NaN
                    : Timed.of(() -> form.solve(x, DAMPING)).seconds();
            double next = indefinite
                    ? Double.NaN
                    : Timed.of(() -> form.solve(x, DAMPING)).seconds();
            double kept = kind == FisherForm.IMPLICIT ? 1 : Math.sqrt(form.squaredNorm()) / whole;
            return new double[] {made.seconds(), product, values, first, next, kept};
        }
    }

    private static String milliseconds(double seconds) {
        return Double.isNaN(seconds) ? "–" : String.format(Locale.ROOT, "%.2f ms", 1000 * seconds);
    }

    /** A value with the time it took. */
    private record Timed<T>(T value, double seconds) {
        static <T> Timed<T> of(Supplier<T> work) {
            long start = System.nanoTime();
            T value = work.get();
            return new Timed<>(value, (System.nanoTime() - start) * 1e-9);
        }
    }
}
