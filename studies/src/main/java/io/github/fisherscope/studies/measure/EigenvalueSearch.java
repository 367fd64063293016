package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.method.BlockLanczos;
import io.github.fisherscope.studies.method.LanczosQuadrature;
import io.github.fisherscope.studies.method.MethodFinding;
import io.github.fisherscope.studies.method.SearchEnd;
import io.github.fisherscope.studies.method.SearchTask;
import io.github.fisherscope.studies.method.SpectralMethod;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.plan.MethodChoice.SecondMoment;
import org.jspecify.annotations.Nullable;

/** Finds eigenvalues and moments of one linearised network by the chosen method. */
final class EigenvalueSearch {
    private final StudyConfig config;
    private final Backend backend;
    private final MethodChoice choice;
    private final FisherRequest request;

    EigenvalueSearch(StudyConfig config, Backend backend, MethodChoice choice, FisherRequest request) {
        this.config = config;
        this.backend = backend;
        this.choice = choice;
        this.request = request;
    }

    /** Where the moments come from. */
    private interface MomentSource {
        RealVector layerTraces();

        /** Returns all moments where they are computed exactly, otherwise null. */
        @Nullable DualMoments exact();
    }

    /** Finds the spectrum of a linearised chain of layers. */
    FoundSpectrum run(Linearization at, Dataset data) {
        ProblemShape shape = ProblemShape.of(at);
        return switch (choice.method().how().takes()) {
            case DUAL_ENTRIES -> {
                try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, request)) {
                    yield find(shape, dual, moments(at, dual.knownMoments().orElseThrow()));
                }
            }
            case FISHER_ENTRIES -> {
                DualMoments moments = allMoments(at);
                try (WholeFisherMatrix dense = FisherRoutes.entries(at.network(), data, request, backend)) {
                    yield find(shape, dense, moments(at, moments));
                }
            }
            case PRODUCTS -> {
                try (WholeFisherMatrix smaller =
                        FisherRoutes.smaller(choice.route().ofCore(), at, request)) {
                    yield find(
                            shape, smaller, moments(at, smaller.knownMoments().orElse(null)));
                }
            }
        };
    }

    /**
     * Finds the spectrum of a network of any layers.
     *
     * @param dual the dual matrix with all its entries, where the method asks for it
     */
    FoundSpectrum runGraph(
            ProblemShape shape, ParameterBlocks blocks, GraphFisher fisher, @Nullable WholeFisherMatrix dual) {
        if (choice.method().how().takes() == Takes.FISHER_ENTRIES) {
            try (WholeFisherMatrix dense = fisher.entries()) {
                DualMoments moments = DualMoments.byColumns(dense, blocks);
                return find(shape, dense, new MomentSource() {
                    @Override
                    public RealVector layerTraces() {
                        return moments.layerTraces();
                    }

                    @Override
                    public DualMoments exact() {
                        return moments;
                    }
                });
            }
        }
        WholeFisherMatrix operator = dual == null ? fisher.smaller() : dual;
        return find(shape, operator, graphMoments(fisher, operator));
    }

    private MomentSource graphMoments(GraphFisher fisher, WholeFisherMatrix operator) {
        return new MomentSource() {
            @Override
            public RealVector layerTraces() {
                return operator.layerTraces();
            }

            @Override
            public @Nullable DualMoments exact() {
                boolean tiles = choice.extent().moments() == SecondMoment.TILES;
                return operator.knownMoments().orElseGet(() -> tiles ? fisher.moments() : null);
            }
        };
    }

    /** Runs an iterative method on data that pass through in batches. */
    FoundSpectrum runStreamed(
            ProblemShape shape, ParameterLayout layout, WholeFisherMatrix operator, RealVector layerTraces) {
        MomentSource moments = new MomentSource() {
            @Override
            public RealVector layerTraces() {
                return layerTraces;
            }

            @Override
            public @Nullable DualMoments exact() {
                return switch (choice.extent().moments()) {
                    case COLUMNS -> DualMoments.byColumns(operator, layout);
                    case TILES -> config.execution().engine() == null ? null : operator.tileMoments();
                    case ESTIMATED -> null;
                };
            }
        };
        return find(shape, operator, moments);
    }

    private MomentSource moments(Linearization at, @Nullable DualMoments found) {
        return new MomentSource() {
            @Override
            public RealVector layerTraces() {
                return DualMoments.layerTraces(at, request);
            }

            @Override
            public @Nullable DualMoments exact() {
                return found == null && choice.extent().moments() != SecondMoment.ESTIMATED ? allMoments(at) : found;
            }
        };
    }

    /** Returns every moment exactly, from the tiles of the dual matrix or from the columns of F. */
    private DualMoments allMoments(Linearization at) {
        if (choice.extent().moments() != SecondMoment.COLUMNS) {
            return DualMoments.of(at, request);
        }
        try (WholeFisherMatrix fisher = FisherRoutes.products(at, request)) {
            return DualMoments.byColumns(fisher, at.network().layout());
        }
    }

    private FoundSpectrum find(ProblemShape shape, WholeFisherMatrix matrix, MomentSource moments) {
        SpectralMethod method = choice.method().how();
        SearchTask task = task(shape);
        MethodFinding found = method.find(matrix, task, choice.method().id());
        DualMoments exact = moments.exact();
        RealVector traces = exact == null ? moments.layerTraces() : exact.layerTraces();
        if (!choice.method().direct() && traces.sum() == 0) {
            return zero(shape, matrix, traces);
        }
        if (exact != null) {
            return new FoundSpectrum(
                    found.spectrum(),
                    exact.layerTraces(),
                    exact.layerSquaredNorms(),
                    Estimate.exact(exact.squaredNorm()),
                    found.end(),
                    found.converged(),
                    found.density());
        }
        SpectralDensity forMoment = found.density() != null && method.momentsAreExact()
                ? found.density()
                : LanczosQuadrature.estimate(matrix, task, 2, found.known(), found.vectors());
        return new FoundSpectrum(
                found.spectrum(),
                traces,
                null,
                forMoment.traceOf(x -> x * x),
                found.end(),
                found.converged(),
                found.density());
    }

    private SearchTask task(ProblemShape shape) {
        return new SearchTask(shape.parameters(), shape.outputs(), config.options(), config.seed());
    }

    /** A matrix without negative eigenvalues whose trace is zero is zero, whatever an iterative method made of it. */
    private FoundSpectrum zero(ProblemShape shape, WholeFisherMatrix operator, RealVector traces) {
        double[] values = new double[Math.toIntExact(Math.min(operator.dimension(), shape.parameters()))];
        return new FoundSpectrum(
                Spectrum.complete(values, shape.parameters(), choice.method().id()),
                traces,
                RealVector.of(new double[traces.size()]),
                Estimate.exact(0),
                new SearchEnd.ZeroMatrix(),
                true,
                null);
    }

    /** Returns whether eigenvectors are wanted themselves, and not only over which layers they spread. */
    boolean asksVectors() {
        return config.options().eigenvectors() > 0;
    }

    /**
     * Finds the eigenvectors that were asked for.
     *
     * @param side the matrix on any side
     * @param products the P × P matrix, for their residuals
     */
    FoundVectors vectors(ProblemShape shape, FisherMatrix side, FisherMatrix products, ParameterBlocks blocks) {
        int wanted = config.options().eigenvectors();
        LanczosResult found = lanczos(shape, side, wanted, config.options().tolerance());
        return FoundVectors.of(found, wanted, side::toParameters, products, blocks);
    }

    /** Runs block Lanczos on a map of a linearised network. */
    LanczosResult lanczos(Linearization at, FisherMatrix operator, int top, double tolerance) {
        return lanczos(ProblemShape.of(at), operator, top, tolerance);
    }

    private LanczosResult lanczos(ProblemShape shape, FisherMatrix operator, int top, double tolerance) {
        return lanczos(shape, operator, top, tolerance, shape.outputs());
    }

    /**
     * Runs block Lanczos. It starts from the matrix's {@linkplain FisherMatrix#startVectors own vectors}.
     *
     * @param most vectors of the block, which sees multiplicities up to that number
     */
    LanczosResult lanczos(ProblemShape shape, FisherMatrix operator, int top, double tolerance, int most) {
        return BlockLanczos.largest(operator, task(shape), top, tolerance, most);
    }
}
