package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.HessianOperator;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosConfig.End;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.method.LanczosQuadrature;
import io.github.fisherscope.studies.method.SearchEnd;
import io.github.fisherscope.studies.method.SearchTask;
import io.github.fisherscope.studies.plan.HessianPlan;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures the Hessian of the loss at a linearised network: both ends of its spectrum, moments and the residual term. */
final class HessianMeasurer {
    private static final double CHECK_TOLERANCE = 1e-8;

    /** Residual at which the norm of the residual term is good to four digits. */
    private static final double SHARE_TOLERANCE = 1e-4;

    private static final int SMALLEST_SHOWN = 10;

    private final StudyConfig config;
    private final MethodChoice choice;
    private final HessianSubject subject;

    /**
     * What was found of the spectrum.
     *
     * @param below the lower end
     * @param search how, without checks
     */
    private record Found(
            Spectrum spectrum,
            Estimate trace,
            Estimate squaredNorm,
            LowerEnd below,
            NetworkMeasurement.Search search) {}

    /**
     * The lower end of a spectrum.
     *
     * @param smallest the smallest eigenvalues, ascending
     * @param negative number of negative ones, null unless all are known
     * @param negativeFraction their share, null without a density
     */
    private record LowerEnd(
            RealVector smallest,
            @Nullable Long negative,
            @Nullable Double negativeFraction) {}

    HessianMeasurer(StudyConfig config, MethodChoice choice, HessianSubject subject) {
        this.config = config;
        this.choice = choice;
        this.subject = subject;
    }

    /**
     * Measures the Hessian.
     *
     * @param thorough whether the ends of the spectrum are found by a second route, and the residual term is measured
     */
    NetworkMeasurement measure(boolean thorough) {
        try (HessianOperator hessian = subject.hessian()) {
            boolean dense = choice.method().direct();
            Found found = dense ? dense(hessian) : iterative(hessian);
            List<CrossCheck> checks = dense ? checks(found, hessian, thorough) : List.of();
            int outputs = Math.min(subject.outputs(), found.spectrum.count());
            return new NetworkMeasurement(
                    config.matrix(),
                    found.spectrum,
                    new NetworkMeasurement.Moments(
                            found.trace.value(),
                            found.squaredNorm,
                            found.spectrum.topMean(outputs),
                            0), // below the largest eigenvalues lie those of both signs, whose mean says nothing
                    null,
                    List.of(),
                    new NetworkMeasurement.Search(
                            found.search.end(), found.search.converged(), found.search.density(), checks),
                    thorough
                            ? new NetworkMeasurement.CloserLook(null, null, info(hessian, found), vectors(hessian))
                            : NetworkMeasurement.CloserLook.NONE);
        }
    }

    private @Nullable FoundVectors vectors(HessianOperator hessian) {
        int wanted = Math.min(config.options().eigenvectors(), hessian.dimension());
        if (wanted == 0) {
            return null;
        }
        LanczosResult found =
                lanczos(hessian, wanted, End.LARGEST, config.options().tolerance());
        return FoundVectors.of(found, wanted, v -> v, hessian, subject.blocks());
    }

    private Found dense(HessianOperator hessian) {
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
                new LowerEnd(RealVector.of(smallest), negative, (double) negative / values.size()),
                new NetworkMeasurement.Search(new SearchEnd.Direct(), true, null, List.of()));
    }

    private List<CrossCheck> checks(Found found, HessianOperator hessian, boolean thorough) {
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
    private Found iterative(HessianOperator hessian) {
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
        SearchTask task = new SearchTask(dimension, subject.outputs(), config.options(), config.seed());
        SpectralDensity density =
                choice.method().how().density(hessian, large, task).orElse(null);
        SpectralDensity forMoments = density == null
                ? LanczosQuadrature.estimate(hessian, task, 2, large.ritzValues(), large.ritzVectors())
                : density;
        Estimate trace = forMoments.traceOf(x -> x);
        return new Found(
                spectrum,
                trace,
                forMoments.traceOf(x -> x * x),
                new LowerEnd(
                        smallest,
                        null,
                        density == null
                                ? null
                                : (Double) density.cumulative(-threshold).value()),
                search(large, small, trace, density));
    }

    private NetworkMeasurement.Search search(
            LanczosResult large, LanczosResult small, Estimate trace, @Nullable SpectralDensity density) {
        boolean converged = large.converged() && small.converged();
        SearchEnd end = new SearchEnd.BothEnds(
                converged,
                large.operatorCalls() + small.operatorCalls(),
                config.options().tolerance(),
                trace,
                config.options().probes(),
                density == null ? null : (Integer) config.options().steps());
        return new NetworkMeasurement.Search(end, converged, density, List.of());
    }

    private LanczosResult lanczos(SymmetricOperator operator, int count, End end, double tolerance) {
        int block = Math.min(end == End.LARGEST ? subject.outputs() : 1, operator.dimension());
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

    private HessianInfo info(HessianOperator hessian, Found found) {
        double fisherMax;
        try (WholeFisherMatrix fisher = subject.fisher()) {
            fisherMax = lanczos(fisher, 1, End.LARGEST, CHECK_TOLERANCE)
                    .ritzValues()
                    .get(0);
        }
        HessianOperator residual = hessian.residual();
        double above =
                lanczos(residual, 1, End.LARGEST, SHARE_TOLERANCE).ritzValues().get(0);
        double below =
                lanczos(residual, 1, End.SMALLEST, SHARE_TOLERANCE).ritzValues().get(0);
        double norm = Math.max(Math.abs(above), Math.abs(below));
        double magnitude = magnitude(found.spectrum, found.below.smallest);
        return new HessianInfo(
                subject.loss(),
                Math.sqrt(RealVector.of(hessian.gradient()).stream()
                        .map(g -> g * g)
                        .sum()),
                found.below.smallest,
                found.below.negative,
                found.below.negativeFraction,
                Math.max(0, fisherMax),
                norm,
                magnitude == 0 ? 0 : norm / magnitude);
    }
}
