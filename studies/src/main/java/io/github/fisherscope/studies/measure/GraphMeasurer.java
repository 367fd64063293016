package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.GraphLossHessian;
import io.github.fisherscope.core.fisher.GraphSize;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.measure.PrecisionBits;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import io.github.fisherscope.studies.plan.Affordable;
import io.github.fisherscope.studies.plan.HessianPlan;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Measures one network of any layers: moments, eigenvalues, blocks of parameter tensors, norms, and over which tensors the first
 * eigenvectors spread.
 */
final class GraphMeasurer {
    private static final double CHECK_TOLERANCE = 1e-8;

    /** Vectors of the block that checks λ_max: every product passes through the network. */
    private static final int CHECK_BLOCK = 1;

    /** Products that Lanczos may take until λ_max is found. */
    private static final double CHECK_PRODUCTS = 40;

    /** Work up to which λ_max is checked by Lanczos. */
    private static final double CHECK_FLOPS = 1e12;

    /** Residual at which eigenvectors are good to about a millionth. */
    private static final double VECTOR_TOLERANCE = 1e-6;

    private static final int MOST_VECTORS = 10;

    private final StudyConfig config;
    private final MethodChoice choice;
    private final StageClock clock;
    private final GraphNetwork network;
    private final Dataset data;
    private final FisherRequest request;

    GraphMeasurer(
            StudyConfig config,
            MethodChoice choice,
            StageClock clock,
            FisherRequest request,
            GraphNetwork network,
            Dataset data) {
        this.config = config;
        this.choice = choice;
        this.clock = clock;
        this.request = request;
        this.network = network;
        this.data = data;
    }

    NetworkMeasurement measure(Backend backend, Consumer<String> stage) {
        boolean builds = choice.buildsDual();
        try (GraphFisher fisher = GraphFisher.of(network, data, request, backend, batchBytes())) {
            if (config.matrix() instanceof StudiedMatrix.Hessian && request instanceof FisherRequest.Exact exact) {
                stage.accept("eigenvalues (" + choice.method().id() + ")");
                return clock.time("eigenvalues", () -> hessian(fisher, exact, backend));
            }
            EigenvalueSearch search = new EigenvalueSearch(config, backend, choice, request);
            if (config.matrix() instanceof StudiedMatrix.Form form) {
                stage.accept("eigenvalues (" + form.form() + ")");
                return clock.time("eigenvalues", () -> form(fisher, form, search));
            }
            TensorTops tops = new TensorTops(fisher, blocks(), search, shape(fisher));
            stage.accept("eigenvalues (" + choice.method().id() + ")");
            try (WholeFisherMatrix dual = builds ? clock.time("dual matrix", () -> dual(fisher, tops)) : null) {
                return measure(search, fisher, tops, dual, stage);
            }
        }
    }

    private NetworkMeasurement hessian(GraphFisher fisher, FisherRequest.Exact exact, Backend backend) {
        Labels labels = HessianPlan.labels(config);
        GraphLossHessian hessian = GraphLossHessian.of(network, data, exact, labels, backend);
        return new HessianMeasurer(config, choice, new HessianSubject.Layers(hessian, fisher, exact, labels))
                .measure(true);
    }

    private NetworkMeasurement form(GraphFisher fisher, StudiedMatrix.Form form, EigenvalueSearch search) {
        double whole = search.lanczos(shape(fisher), fisher.smaller(), 1, CHECK_TOLERANCE, CHECK_BLOCK)
                .ritzValues()
                .get(0);
        return new GraphFormMeasurer(form, fisher).measure(whole);
    }

    /** Returns the bytes that a batch can take: the usual number, and half of what the plan leaves free. */
    private long batchBytes() {
        long left = config.execution().memoryLimit() - choice.price().bytes();
        return GraphFisher.BATCH_BYTES + Math.max(0, left / 2);
    }

    private WholeFisherMatrix dual(GraphFisher fisher, TensorTops tops) {
        return choice.extent().layers() ? fisher.dualEntries(tops.built(), tops) : fisher.dualEntries();
    }

    private NetworkMeasurement measure(
            EigenvalueSearch search,
            GraphFisher fisher,
            TensorTops tops,
            @Nullable WholeFisherMatrix dual,
            Consumer<String> stage) {
        ProblemShape shape = shape(fisher);
        FoundSpectrum found = clock.time("eigenvalues", () -> search.runGraph(shape, blocks(), fisher, dual));
        List<CrossCheck> checks = clock.time("cross-check", () -> checks(fisher, dual, search, found, stage));
        stage.accept("blocks of parameter tensors");
        List<LayerMeasurement> layers =
                choice.extent().layers() ? clock.time("layers", () -> tops.measurements(found)) : List.of();
        stage.accept("eigenvectors");
        WholeFisherMatrix side = dual == null ? fisher.smaller() : dual;
        NetworkAnalysis analysis = clock.time("analysis", () -> analysis(fisher, side, search, found));
        FoundVectors vectors = search.asksVectors() ? vectors(fisher, side, search, stage) : null;
        stage.accept("norms");
        ParameterMoments moments = clock.time("norms", () -> fisher.smaller().parameterMoments());
        long candidates = Math.min(shape.parameters(), fisher.rows());
        return new NetworkMeasurement(
                config.matrix(),
                found.spectrum(),
                found.moments(shape.outputs(), candidates),
                new NetworkMeasurement.Norms(moments.fisherRao(), moments.weightedDiagonal()),
                layers,
                found.search(checks),
                new NetworkMeasurement.CloserLook(null, analysis, null, vectors));
    }

    private ParameterBlocks blocks() {
        return network.graph().blocks();
    }

    private ProblemShape shape(GraphFisher fisher) {
        return new ProblemShape(
                network.graph().parameters(),
                Math.toIntExact(fisher.rows() / request.rowsPerSample(outputs())),
                outputs());
    }

    private int outputs() {
        return network.graph().output().channels();
    }

    private List<CrossCheck> checks(
            GraphFisher fisher,
            @Nullable WholeFisherMatrix dual,
            EigenvalueSearch search,
            FoundSpectrum found,
            Consumer<String> stage) {
        List<CrossCheck> checks = new ArrayList<>();
        Spectrum spectrum = found.spectrum();
        if (spectrum.complete()) {
            stage.accept("cross-check of λ_max");
            double rows = choice.method().how().takes() == Takes.DUAL_ENTRIES
                    ? found.layerTraces().sum()
                    : fisher.smaller().trace();
            double squares = found.squaredNorm().value();
            checks.add(NetworkMeasurer.check("tr F", "row norms", rows, "sum of eigenvalues", spectrum.trace()));
            checks.add(NetworkMeasurer.check(
                    "tr F²", "entries", squares, "sum of squared eigenvalues", spectrum.squaredTrace()));
            checks.add(largest(fisher, dual, search, spectrum));
        }
        return checks;
    }

    /** Finds λ_max by products through the network, or where they take long, one product at the eigenvector. */
    private CrossCheck largest(
            GraphFisher fisher, @Nullable WholeFisherMatrix dual, EigenvalueSearch search, Spectrum spectrum) {
        String method = choice.method().id();
        boolean entries = choice.method().how().takes() == Takes.FISHER_ENTRIES;
        WholeFisherMatrix other = entries ? fisher.products() : fisher.dual();
        if (dual != null && CHECK_PRODUCTS * productFlops() > CHECK_FLOPS) {
            RealVector top = search.lanczos(shape(fisher), dual, 1, VECTOR_TOLERANCE, 1)
                    .ritzVectors()
                    .get(0);
            double form = other.quadraticForm(top.toArray());
            return NetworkMeasurer.check("λ_max", method, spectrum.max(), "product at its eigenvector", form);
        }
        double max = search.lanczos(shape(fisher), other, 1, CHECK_TOLERANCE, CHECK_BLOCK)
                .ritzValues()
                .get(0);
        return NetworkMeasurer.check("λ_max", method, spectrum.max(), "lanczos", max);
    }

    private double productFlops() {
        int rows = request.rowsPerSample(outputs());
        return new GraphSize(
                        network.graph(),
                        data.samples(),
                        rows,
                        config.execution().config().precision())
                .products()
                .product();
    }

    private NetworkAnalysis analysis(
            GraphFisher fisher, WholeFisherMatrix side, EigenvalueSearch search, FoundSpectrum found) {
        RealVector theta = network.parameters();
        double squares = theta.stream().map(x -> x * x).sum();
        if (network.graph().parameters() > Affordable.LARGEST_VECTOR) {
            return new NetworkAnalysis(List.of(), null, null, squares, List.of());
        }
        RealVector diagonal = RealVector.of(fisher.smaller().parameterDiagonal());
        PrecisionBits bits = PrecisionBits.of(theta, diagonal, blocks(), data.samples());
        return new NetworkAnalysis(
                found.spectrum().max() > 0 && !search.asksVectors() ? eigenvectors(fisher, side, search) : List.of(),
                found.spectrum().max() > 0 ? SingularPart.ofGraph(fisher, request, found.spectrum()) : null,
                new CapacityInfo.Precision(data.samples(), bits.meanBits(), bits.maxBits(), bits.totalBits()),
                squares,
                List.of());
    }

    private FoundVectors vectors(
            GraphFisher fisher, WholeFisherMatrix side, EigenvalueSearch search, Consumer<String> stage) {
        stage.accept("eigenvectors in parameter space");
        return clock.time("eigenvectors", () -> {
            try (FisherMatrix products = fisher.products()) {
                return search.vectors(shape(fisher), side, products, blocks());
            }
        });
    }

    private List<DistributionInfo.Eigenvector> eigenvectors(
            GraphFisher fisher, WholeFisherMatrix side, EigenvalueSearch search) {
        List<DistributionInfo.Eigenvector> vectors = new ArrayList<>();
        int wanted = Math.min(MOST_VECTORS, outputs());
        LanczosResult result = search.lanczos(shape(fisher), side, wanted, VECTOR_TOLERANCE, outputs());
        for (int i = 0; i < Math.min(wanted, result.ritzVectors().size()); i++) {
            double value = result.ritzValues().get(i);
            if (value > 0) {
                vectors.add(FoundVectors.share(
                        i + 1, value, side.toParameters(result.ritzVectors().get(i)), blocks()));
            }
        }
        return vectors;
    }
}
