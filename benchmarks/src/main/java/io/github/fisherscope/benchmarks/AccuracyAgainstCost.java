package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Prints, in Markdown, how accurate the iterative methods are for what they cost, against all eigenvalues of the same
 * matrix from a direct solver: the ten largest by Lanczos, and the distribution by quadrature.
 *
 * <p>usage: {@code java -cp … io.github.fisherscope.benchmarks.AccuracyAgainstCost [width]} (default 200)
 */
public final class AccuracyAgainstCost {
    private static final int TOP = 10;

    private final PrintWriter out;
    private final WholeFisherMatrix operator;
    private final double[] exact;

    private AccuracyAgainstCost(PrintWriter out, WholeFisherMatrix operator, double[] exact) {
        this.out = out;
        this.operator = operator;
        this.exact = exact;
    }

    public static void main(String[] args) {
        int width = args.length == 0 ? 200 : Integer.parseInt(args[0]);
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        try (Problem problem = Problem.of(Backends.AUTO, Precision.DOUBLE, width);
                WholeFisherMatrix whole =
                        FisherRoutes.dualEntries(problem.at(), FisherRequest.exact(Problem.GAUSSIAN));
                WholeFisherMatrix operator =
                        FisherRoutes.dual(FisherRoute.NETWORK, problem.at(), FisherRequest.exact(Problem.GAUSSIAN))) {
            AccuracyAgainstCost programme =
                    new AccuracyAgainstCost(out, operator, whole.eigenvalues().toArray());
            programme.largest();
            programme.density();
        }
    }

    private void largest() {
        out.println("Ten largest eigenvalues of K, order " + exact.length + ": block Lanczos from random vectors.\n");
        out.println("| block | tolerance | products | largest relative error |");
        out.println("|---:|---:|---:|---:|");
        for (int block : new int[] {1, 10}) {
            for (double tolerance : new double[] {1e-2, 1e-4, 1e-6, 1e-8, 1e-10}) {
                LanczosResult found = Lanczos.of(LanczosConfig.defaults(TOP)
                                .withTolerance(tolerance)
                                .withBlockSize(block)
                                .withConfirmations(0))
                        .run(operator);
                double worst = 0;
                for (int i = 0; i < TOP; i++) {
                    worst = Math.max(worst, Math.abs(found.ritzValues().get(i) - exact[i]) / exact[i]);
                }
                out.println(String.format(
                        Locale.ROOT, "| %d | %.0e | %d | %.1e |", block, tolerance, found.operatorCalls(), worst));
            }
        }
    }

    private void density() {
        double[] ascending = exact.clone();
        Arrays.sort(ascending);
        out.println("\nDistribution of its eigenvalues by quadrature, outliers not deflated.\n");
        out.println("| probes | steps | products | largest error of the cumulative distribution | its standard error"
                + " | relative error of tr K |");
        out.println("|---:|---:|---:|---:|---:|---:|");
        double trace = Arrays.stream(exact).sum();
        for (int probes : new int[] {2, 10, 40}) {
            for (int steps : new int[] {10, 40, 80}) {
                SpectralDensity found = StochasticLanczosQuadrature.of(new QuadratureConfig(probes, steps, 1))
                        .estimate(operator);
                out.println(String.format(
                        Locale.ROOT,
                        "| %d | %d | %d | %.4f | %.4f | %.1e |",
                        probes,
                        steps,
                        found.operatorCalls(),
                        worstCumulative(found, ascending),
                        found.worstCumulativeError(),
                        Math.abs(found.traceOf(x -> x).value() / trace - 1)));
            }
        }
    }

    /** The Kolmogorov distance at the middle of each tenth of a per cent of the exact eigenvalues. */
    private static double worstCumulative(SpectralDensity found, double[] ascending) {
        int n = ascending.length;
        double worst = 0;
        for (int i = 1; i < 1000; i++) {
            int below = (int) ((long) i * n / 1000);
            if (below == 0 || below == n) {
                continue;
            }
            double between = (ascending[below - 1] + ascending[below]) / 2;
            worst = Math.max(worst, Math.abs(found.cumulative(between).value() - (double) below / n));
        }
        return worst;
    }
}
