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
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.subspace.RandomizedSubspaceIteration;
import io.github.fisherscope.spectra.subspace.SubspaceConfig;
import io.github.fisherscope.spectra.subspace.SubspaceResult;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MethodChoice;
import io.github.fisherscope.studies.plan.MethodChoice.SecondMoment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds eigenvalues and moments of one linearised network by the chosen method. */
final class EigenvalueSearch {
    /** Each iteration shrinks the error by the square of bulk over outlier; eight reach 1e-8 at a ratio of 1 to 3. */
    private static final int SUBSPACE_ITERATIONS = 8;

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

    FoundSpectrum run(Linearization at, Dataset data) {
        ProblemShape shape = ProblemShape.of(at);
        return switch (choice.method()) {
            case DUAL -> {
                try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, request)) {
                    yield direct(complete(dual), dual.knownMoments().orElseThrow());
                }
            }
            case DENSE -> {
                DualMoments moments = allMoments(at);
                try (WholeFisherMatrix dense = FisherRoutes.entries(at.network(), data, request, backend)) {
                    yield direct(complete(dense), moments);
                }
            }
            case LANCZOS, QUADRATURE, KERNEL_POLYNOMIAL ->
                onSmallerSide(at, (operator, moments) -> krylov(shape, operator, moments));
            case SUBSPACE -> onSmallerSide(at, (operator, moments) -> subspace(shape, operator, moments));
            case AUTO -> throw new IllegalStateException("the method must be chosen before measuring");
        };
    }

    /**
     * Finds the spectrum of a network of any layers.
     *
     * @param dual the dual matrix with all its entries, where the method asks for it
     */
    FoundSpectrum runGraph(
            ProblemShape shape, ParameterBlocks blocks, GraphFisher fisher, @Nullable WholeFisherMatrix dual) {
        if (choice.method() == Method.DENSE) {
            try (WholeFisherMatrix dense = fisher.entries()) {
                return direct(complete(dense), DualMoments.byColumns(dense, blocks));
            }
        }
        if (choice.method() == Method.DUAL && dual != null) {
            return direct(complete(dual), dual.knownMoments().orElseThrow());
        }
        WholeFisherMatrix operator = dual == null ? fisher.smaller() : dual;
        MomentSource moments = graphMoments(fisher, operator);
        return choice.method() == Method.SUBSPACE
                ? subspace(shape, operator, moments)
                : krylov(shape, operator, moments);
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

    private static FoundSpectrum direct(Spectrum spectrum, DualMoments moments) {
        return new FoundSpectrum(
                spectrum,
                moments.layerTraces(),
                moments.layerSquaredNorms(),
                Estimate.exact(moments.squaredNorm()),
                new SearchEnd.Direct(),
                true,
                null);
    }

    private Spectrum complete(FisherMatrix matrix) {
        return Spectrum.complete(
                matrix.eigenvalues().toArray(), matrix.order(), choice.method().id());
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
        return choice.method() == Method.SUBSPACE
                ? subspace(shape, operator, moments)
                : krylov(shape, operator, moments);
    }

    /** What runs with an operator and the moments. */
    private interface Iterative {
        FoundSpectrum run(WholeFisherMatrix operator, MomentSource moments);
    }

    /** Runs on the dual matrix (C·T), by the route chosen, or on the Fisher matrix (P), whichever has fewer rows. */
    private FoundSpectrum onSmallerSide(Linearization at, Iterative work) {
        try (WholeFisherMatrix fisher = FisherRoutes.smaller(choice.route().ofCore(), at, request)) {
            return work.run(fisher, moments(at, fisher.knownMoments().orElse(null)));
        }
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

    private FoundSpectrum krylov(ProblemShape shape, WholeFisherMatrix operator, MomentSource moments) {
        int top = Math.max(config.options().top(), shape.outputs());
        LanczosResult result = lanczos(shape, operator, top, config.options().tolerance());
        DensityMethod method = densityMethod().orElse(null);
        SpectralDensity density = method == null ? null : method.estimate(operator, shape.parameters(), result);
        SearchEnd end = new SearchEnd.Krylov(
                result.stop(),
                config.options().tolerance(),
                result.operatorCalls(),
                method == null || density == null ? null : method.end(density));
        return withMoments(
                shape,
                operator,
                moments,
                result.toSpectrum(shape.parameters()),
                result.ritzValues(),
                result.ritzVectors(),
                end,
                result.converged(),
                density);
    }

    private FoundSpectrum subspace(ProblemShape shape, WholeFisherMatrix operator, MomentSource moments) {
        int top = Math.min(Math.max(config.options().top(), shape.outputs()), operator.dimension());
        SubspaceResult result = RandomizedSubspaceIteration.of(SubspaceConfig.defaults(top)
                        .withIterations(SUBSPACE_ITERATIONS)
                        .withSeed(config.seed()))
                .run(operator);
        double worst = worstRelativeResidual(result);
        SearchEnd end = new SearchEnd.Subspace(result.operatorCalls(), worst, result.remainderBound());
        return withMoments(
                shape,
                operator,
                moments,
                result.toSpectrum(shape.parameters()),
                RealVector.empty(),
                List.of(),
                end,
                worst <= config.options().tolerance(),
                null);
    }

    private static double worstRelativeResidual(SubspaceResult result) {
        double worst = 0;
        for (int i = 0; i < result.ritzValues().size(); i++) {
            worst = Math.max(
                    worst, result.residualNorms().get(i) / result.ritzValues().get(0));
        }
        return worst;
    }

    private FoundSpectrum withMoments(
            ProblemShape shape,
            WholeFisherMatrix operator,
            MomentSource moments,
            Spectrum spectrum,
            RealVector known,
            List<RealVector> vectors,
            SearchEnd end,
            boolean converged,
            @Nullable SpectralDensity density) {
        DualMoments exact = moments.exact();
        RealVector traces = exact == null ? moments.layerTraces() : exact.layerTraces();
        if (traces.sum() == 0) {
            return zero(shape, operator, traces);
        }
        if (exact != null) {
            return new FoundSpectrum(
                    spectrum,
                    exact.layerTraces(),
                    exact.layerSquaredNorms(),
                    Estimate.exact(exact.squaredNorm()),
                    end,
                    converged,
                    density);
        }
        boolean exactEnough =
                densityMethod().map(DensityMethod::momentsAreExact).orElse(false);
        SpectralDensity forMoment =
                density != null && exactEnough ? density : twoSteps(shape, operator, known, vectors);
        return new FoundSpectrum(spectrum, traces, null, forMoment.traceOf(x -> x * x), end, converged, density);
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

    private Optional<DensityMethod> densityMethod() {
        return DensityMethod.of(choice.method(), config.options(), config.seed());
    }

    /** Two steps give the second moment free of truncation error; only the probes' scatter remains. */
    private SpectralDensity twoSteps(
            ProblemShape shape, SymmetricOperator operator, RealVector known, List<RealVector> vectors) {
        QuadratureConfig options = QuadratureConfig.defaults()
                .withProbes(config.options().probes())
                .withSteps(2)
                .withSeed(config.seed());
        return StochasticLanczosQuadrature.of(options).estimate(operator, shape.parameters(), known, vectors);
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
        int wanted = Math.min(top, operator.dimension());
        int block = Math.min(most, operator.dimension());
        LanczosConfig options = LanczosConfig.defaults(wanted)
                .withTolerance(tolerance)
                .withBlockSize(block)
                .withConfirmations(block >= wanted || most < shape.outputs() ? 0 : 1)
                .withSeed(config.seed());
        return Lanczos.of(options).run(operator, operator.startVectors(block));
    }
}
