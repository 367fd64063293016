package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.LossHessian;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosConfig.End;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.HessianPlan;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Measures the Hessian of the loss at a linearised network: both ends of its spectrum, moments and the residual term. */
final class HessianMeasurer {
    private static final double CHECK_TOLERANCE = 1e-8;

    /** Residual at which the norm of the residual term is good to four digits. */
    private static final double SHARE_TOLERANCE = 1e-4;

    private static final int SMALLEST_SHOWN = 10;

    private final StudyConfig config;
    private final MethodChoice choice;
    private final Linearization at;
    private final FisherRequest.Exact request;
    private final Labels labels;

    /**
     * What was found of the spectrum.
     *
     * @param smallest the smallest eigenvalues, ascending
     * @param negative number of negative ones, null unless all are known
     * @param negativeFraction their share, null without a density
     * @param words why the method ended
     */
    private record Found(
            Spectrum spectrum,
            Estimate trace,
            Estimate squaredNorm,
            RealVector smallest,
            @Nullable Long negative,
            @Nullable Double negativeFraction,
            @Nullable SpectralDensity density,
            String words,
            boolean converged) {}

    HessianMeasurer(StudyConfig config, MethodChoice choice, Linearization at, FisherRequest.Exact request) {
        this.config = config;
        this.choice = choice;
        this.at = at;
        this.request = request;
        this.labels = HessianPlan.labels(config);
    }

    /**
     * Measures.
     *
     * @param thorough whether the ends of the spectrum are found by a second route, and the residual term is measured
     */
    NetworkMeasurement measure(boolean thorough) {
        try (LossHessian hessian = LossHessian.at(at, request, labels)) {
            boolean dense = choice.method() == Method.DENSE;
            Found found = dense ? dense(hessian) : iterative(hessian);
            List<CrossCheck> checks = dense ? checks(found, hessian, thorough) : List.of();
            int outputs = Math.min(at.outputCount(), found.spectrum.count());
            return new NetworkMeasurement(
                    config.matrix(),
                    found.spectrum,
                    found.trace.value(),
                    found.squaredNorm,
                    found.spectrum.topMean(outputs),
                    0, // below the largest eigenvalues lie those of both signs, whose mean says nothing
                    Double.NaN,
                    Double.NaN,
                    List.of(),
                    found.density,
                    found.words,
                    found.converged,
                    checks,
                    null,
                    null,
                    thorough ? info(hessian, found) : null);
        }
    }

    private Found dense(LossHessian hessian) {
        RealVector values = hessian.eigenvalues();
        DualMoments moments = hessian.columnMoments();
        Spectrum spectrum = Spectrum.complete(values.toArray(), values.size(), "dense");
        int shown = Math.min(SMALLEST_SHOWN, values.size());
        double[] smallest = new double[shown];
        for (int i = 0; i < shown; i++) {
            smallest[i] = values.get(values.size() - 1 - i);
        }
        double threshold = values.size() * Math.ulp(1.0) * magnitude(spectrum, RealVector.of(smallest));
        long negative = values.stream().filter(v -> v < -threshold).count();
        return new Found(
                spectrum,
                Estimate.exact(moments.trace()),
                Estimate.exact(moments.squaredNorm()),
                RealVector.of(smallest),
                negative,
                (double) negative / values.size(),
                null,
                "direct eigensolver",
                true);
    }

    private List<CrossCheck> checks(Found found, LossHessian hessian, boolean thorough) {
        List<CrossCheck> checks = new ArrayList<>();
        checks.add(NetworkMeasurer.check(
                "tr H", "entries", found.trace.value(), "sum of eigenvalues", found.spectrum.trace()));
        checks.add(NetworkMeasurer.check(
                "tr H²",
                "entries",
                found.squaredNorm.value(),
                "sum of squared eigenvalues",
                found.spectrum.squaredTrace()));
        if (thorough) {
            double max = lanczos(hessian, 1, End.LARGEST, CHECK_TOLERANCE)
                    .ritzValues()
                    .get(0);
            checks.add(NetworkMeasurer.check("λ_max", "dense", found.spectrum.max(), "lanczos", max));
        }
        return checks;
    }

    /** Finds both ends, then the rest as a density where the method says so; moments from probes. */
    private Found iterative(LossHessian hessian) {
        int dimension = hessian.dimension();
        LanczosResult large = lanczos(
                hessian,
                Math.min(HessianPlan.top(config), dimension),
                End.LARGEST,
                config.options().tolerance());
        LanczosResult small = lanczos(
                hessian,
                Math.min(SMALLEST_SHOWN, dimension),
                End.SMALLEST,
                config.options().tolerance());
        Spectrum spectrum = large.toSpectrum(dimension);
        RealVector smallest = ascending(small.ritzValues());
        double threshold = dimension * Math.ulp(1.0) * magnitude(spectrum, smallest);
        SpectralDensity density = choice.method() == Method.QUADRATURE
                ? quadrature(hessian, large, config.options().steps())
                : null;
        // Two steps give the second moment free of truncation error; only the probes' scatter remains.
        SpectralDensity forMoments = density == null ? quadrature(hessian, large, 2) : density;
        Estimate trace = forMoments.traceOf(x -> x);
        return new Found(
                spectrum,
                trace,
                forMoments.traceOf(x -> x * x),
                smallest,
                null,
                density == null ? null : (Double) density.cumulative(-threshold).value(),
                density,
                words(large, small, trace, density != null),
                large.converged() && small.converged());
    }

    private String words(LanczosResult large, LanczosResult small, Estimate trace, boolean withDensity) {
        boolean converged = large.converged() && small.converged();
        return String.format(
                Locale.ROOT,
                "Lanczos %s at both ends after %d products (relative residual %.0e); tr H = %.6g ± %.2g from %d probes%s",
                converged ? "converged" : "did not converge",
                large.operatorCalls() + small.operatorCalls(),
                config.options().tolerance(),
                trace.value(),
                trace.standardError(),
                config.options().probes(),
                withDensity
                        ? " of " + config.options().steps() + " steps, which give the density of the others too"
                        : "");
    }

    private SpectralDensity quadrature(LossHessian hessian, LanczosResult known, int steps) {
        QuadratureConfig options = QuadratureConfig.defaults()
                .withProbes(config.options().probes())
                .withSteps(steps)
                .withSeed(config.seed());
        return StochasticLanczosQuadrature.of(options)
                .estimate(hessian, hessian.dimension(), known.ritzValues(), known.ritzVectors());
    }

    private LanczosResult lanczos(SymmetricOperator operator, int count, End end, double tolerance) {
        int block = Math.min(end == End.LARGEST ? at.outputCount() : 1, operator.dimension());
        LanczosConfig options = LanczosConfig.defaults(count)
                .withTolerance(tolerance)
                .withBlockSize(block)
                .withConfirmations(block >= count ? 0 : 1)
                .withEnd(end)
                .withSeed(config.seed());
        return Lanczos.of(options).run(operator);
    }

    private static RealVector ascending(RealVector descending) {
        double[] values = descending.toArray();
        Arrays.sort(values);
        return RealVector.of(values);
    }

    private static double magnitude(Spectrum spectrum, RealVector smallest) {
        return Math.max(Math.abs(spectrum.max()), Math.abs(smallest.get(0)));
    }

    private HessianInfo info(LossHessian hessian, Found found) {
        double fisherMax;
        try (WholeFisherMatrix fisher = FisherRoutes.smaller(FisherRoute.NETWORK, at, request)) {
            fisherMax = lanczos(fisher, 1, End.LARGEST, CHECK_TOLERANCE)
                    .ritzValues()
                    .get(0);
        }
        LossHessian residual = hessian.residual();
        double above =
                lanczos(residual, 1, End.LARGEST, SHARE_TOLERANCE).ritzValues().get(0);
        double below =
                lanczos(residual, 1, End.SMALLEST, SHARE_TOLERANCE).ritzValues().get(0);
        double norm = Math.max(Math.abs(above), Math.abs(below));
        double magnitude = magnitude(found.spectrum, found.smallest);
        return new HessianInfo(
                loss(),
                Math.sqrt(RealVector.of(hessian.gradient()).stream()
                        .map(g -> g * g)
                        .sum()),
                found.smallest,
                found.negative,
                found.negativeFraction,
                Math.max(0, fisherMax),
                norm,
                magnitude == 0 ? 0 : norm / magnitude);
    }

    private double loss() {
        double[] outputs = at.outputs();
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = request.outputActivation().value(outputs[i]);
        }
        return Loss.of(request.likelihood(), labels, at.outputCount()).value(outputs);
    }
}
