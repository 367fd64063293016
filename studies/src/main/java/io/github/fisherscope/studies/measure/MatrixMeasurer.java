package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FeatureMetric;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.NormalizedFisher;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.method.SearchEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Measures a matrix that is not the whole Fisher matrix: all its eigenvalues by direct eigensolvers, layer by layer where
 * it has blocks, and trace and squared norm by a second route.
 */
final class MatrixMeasurer {
    private static final double CHECK_TOLERANCE = 1e-8;

    private final StudiedMatrix matrix;
    private final Linearization at;
    private final FisherRequest request;
    private final EigenvalueSearch search;
    private final int outputs;

    MatrixMeasurer(StudiedMatrix matrix, Linearization at, FisherRequest request, EigenvalueSearch search) {
        this.matrix = matrix;
        this.at = at;
        this.request = request;
        this.search = search;
        this.outputs = at.outputCount();
    }

    /**
     * Measures the matrix.
     *
     * @param thorough whether λ_max is checked by a second route and that of the whole matrix found too
     */
    NetworkMeasurement measure(boolean thorough) {
        if (matrix instanceof StudiedMatrix.Form form) {
            return form(form.kind(), thorough);
        }
        if (matrix instanceof StudiedMatrix.Normalized normalized) {
            return normalized(normalized.outputs(), thorough);
        }
        if (matrix instanceof StudiedMatrix.Metric metric) {
            return metric(metric.inputsOnly(), thorough);
        }
        throw new IllegalStateException("the whole matrix is not measured here");
    }

    private NetworkMeasurement form(FisherForm kind, boolean thorough) {
        if (kind == FisherForm.DIAGONAL) {
            return diagonal(thorough);
        }
        try (SpectralFisherMatrix form = FisherForms.spectral(kind, at, request)) {
            RealVector all = form.eigenvalues();
            List<SpectralFisherMatrix> blocks = form.blocks();
            List<LayerMeasurement> layers = blocks.isEmpty() ? List.of() : layers(blocks);
            Spectrum spectrum = Spectrum.complete(all.toArray(), form.dimension(), "direct");
            List<CrossCheck> checks = new ArrayList<>(moments(spectrum, form.trace(), form.squaredNorm()));
            if (thorough && kind == FisherForm.LAYERS) {
                checks.add(NetworkMeasurer.check("λ_max", "direct", spectrum.max(), "lanczos", largestOfLayers()));
            }
            return measurement(spectrum, form.trace(), form.squaredNorm(), layers, checks, wholeMax(thorough));
        }
    }

    private double largestOfLayers() {
        double largest = 0;
        for (int l = 1; l <= at.depth(); l++) {
            try (FisherMatrix block = FisherRoutes.dualOfLayer(at, request, l)) {
                RealVector found = search.lanczos(at, block, 1, CHECK_TOLERANCE).ritzValues();
                largest = Math.max(largest, found.get(0));
            }
        }
        return largest;
    }

    /** Groups the blocks, which stand in the order of the parameters, by layer. */
    private List<LayerMeasurement> layers(List<SpectralFisherMatrix> blocks) {
        List<LayerMeasurement> layers = new ArrayList<>();
        int next = 0;
        for (int l = 1; l <= at.depth(); l++) {
            int count = blocks.size() == at.depth() ? 1 : at.network().width(l);
            double trace = 0;
            double squares = 0;
            List<double[]> values = new ArrayList<>();
            for (SpectralFisherMatrix block : blocks.subList(next, next + count)) {
                trace += block.trace();
                squares += block.squaredNorm();
                values.add(block.eigenvalues().toArray());
            }
            next += count;
            layers.add(layer(
                    l,
                    trace,
                    squares,
                    values.stream().flatMapToDouble(Arrays::stream).toArray()));
        }
        return layers;
    }

    private LayerMeasurement layer(int l, double trace, double squares, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] top = new double[Math.min(outputs, sorted.length)];
        for (int i = 0; i < top.length; i++) {
            top[i] = sorted[sorted.length - 1 - i];
        }
        long order = at.network().layout().layerParameters(l);
        return LayerMeasurement.of(trace, squares, RealVector.of(top), outputs, values.length, order);
    }

    private NetworkMeasurement diagonal(boolean thorough) {
        double[] entries = FisherDiagonal.of(at, request).toArray();
        ParameterLayout layout = at.network().layout();
        List<LayerMeasurement> layers = new ArrayList<>();
        double squares = 0;
        for (int l = 1; l <= at.depth(); l++) {
            double[] part = Arrays.copyOfRange(
                    entries,
                    Math.toIntExact(layout.weightOffset(l)),
                    Math.toIntExact(layout.weightOffset(l) + layout.layerParameters(l)));
            RealVector vector = RealVector.of(part);
            double own = squares(vector);
            layers.add(layer(l, vector.sum(), own, part));
            squares += own;
        }
        Spectrum spectrum = Spectrum.complete(entries, entries.length, "direct");
        double trace = DualMoments.layerTraces(at, request).sum();
        return measurement(spectrum, trace, squares, layers, moments(spectrum, trace, squares), wholeMax(thorough));
    }

    private static double squares(RealVector v) {
        return RealVector.of(v.stream().map(x -> x * x).toArray()).sum();
    }

    private NetworkMeasurement normalized(OutputNormalization outputNormalization, boolean thorough) {
        try (NormalizedFisher fisher = NormalizedFisher.of(at, request, outputNormalization)) {
            Spectrum spectrum = nonZero(fisher.eigenvalues(), at.network().parameters());
            List<CrossCheck> checks = new ArrayList<>();
            if (thorough) {
                double second = search.lanczos(at, fisher, 1, CHECK_TOLERANCE)
                        .ritzValues()
                        .get(0);
                checks.add(NetworkMeasurer.check("λ_max", "direct", spectrum.max(), "lanczos", second));
            }
            return measurement(spectrum, spectrum.trace(), spectrum.squaredTrace(), List.of(), checks, null);
        }
    }

    private NetworkMeasurement metric(boolean inputsOnly, boolean thorough) {
        try (FeatureMetric metric = inputsOnly ? FeatureMetric.ofInputs(at, request) : FeatureMetric.of(at, request)) {
            Spectrum spectrum = nonZero(metric.eigenvalues(), metric.dimension());
            List<CrossCheck> checks = moments(spectrum, metric.trace(), metric.squaredNorm());
            return measurement(spectrum, metric.trace(), metric.squaredNorm(), List.of(), checks, wholeMax(thorough));
        }
    }

    /** Leaves out the rounding of zeros where the matrix that was decomposed has more rows than this one. */
    private static Spectrum nonZero(RealVector values, long dimension) {
        RealVector kept = values.size() > dimension ? values.slice(0, Math.toIntExact(dimension)) : values;
        return Spectrum.complete(kept.toArray(), dimension, "direct");
    }

    static List<CrossCheck> moments(Spectrum spectrum, double trace, double squaredNorm) {
        return List.of(
                NetworkMeasurer.check("trace", "entries", trace, "sum of eigenvalues", spectrum.trace()),
                NetworkMeasurer.check(
                        "squared norm", "entries", squaredNorm, "sum of squared eigenvalues", spectrum.squaredTrace()));
    }

    /** Returns λ_max of the whole Fisher matrix, which bounds learning rates whatever form is looked at. */
    private @Nullable Double wholeMax(boolean thorough) {
        if (!thorough) {
            return null;
        }
        try (WholeFisherMatrix whole = FisherRoutes.dual(FisherRoute.NETWORK, at, request)) {
            return search.lanczos(at, whole, 1, CHECK_TOLERANCE).ritzValues().get(0);
        }
    }

    private NetworkMeasurement measurement(
            Spectrum spectrum,
            double trace,
            double squaredNorm,
            List<LayerMeasurement> layers,
            List<CrossCheck> checks,
            @Nullable Double wholeMax) {
        return new NetworkMeasurement(
                matrix,
                spectrum,
                new NetworkMeasurement.Moments(
                        trace,
                        Estimate.exact(squaredNorm),
                        NetworkMeasurement.topMean(spectrum, outputs, spectrum.count()),
                        0),
                null,
                layers,
                new NetworkMeasurement.Search(new SearchEnd.Direct(), true, null, checks),
                new NetworkMeasurement.CloserLook(wholeMax, null, null, null));
    }
}
