package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.spectra.Spectrum;
import java.util.function.Function;

/** A fully connected network: all samples linearised at once where they fit, sensitivities kept where they do. */
record ChainSource(NeuralNetwork network, Dataset data) implements FisherSource {
    /** Bytes that the sensitivities of all rows may take to be kept for the products of one question. */
    private static final double KEPT_BYTES = 1L << 30;

    /** Bytes that the signals of all samples may take; more samples pass through in batches. */
    private static final double LINEARIZED_BYTES = 2L << 30;

    @Override
    public long parameters() {
        return network.parameters();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public long sites() {
        return data.samples();
    }

    private long rows(FisherRequest request) {
        return (long) request.rowsPerSample(network.outputs()) * data.samples();
    }

    private double units() {
        return network.widths().stream().mapToLong(m -> m).sum();
    }

    @Override
    public <R> R onSmallerSide(
            FisherRequest request, Backend backend, boolean many, Function<WholeFisherMatrix, R> question) {
        double bytes = units() * backend.precision().bytes();
        if (2 * bytes * data.samples() > LINEARIZED_BYTES) {
            try (WholeFisherMatrix side = FisherRoutes.smallerStreamed(network, data, request, backend)) {
                return question.apply(side);
            }
        }
        boolean keeps = many && rows(request) * bytes <= KEPT_BYTES;
        FisherRoute route = keeps ? FisherRoute.SENSITIVITIES : FisherRoute.NETWORK;
        return linearized(backend, at -> {
            try (WholeFisherMatrix side = FisherRoutes.smaller(route, at, request)) {
                return question.apply(side);
            }
        });
    }

    @Override
    public <R> R onParameters(FisherRequest request, Backend backend, Function<WholeFisherMatrix, R> question) {
        try (WholeFisherMatrix fisher = FisherRoutes.streamedProducts(network, data, request, backend)) {
            return question.apply(fisher);
        }
    }

    private <R> R linearized(Backend backend, Function<Linearization, R> question) {
        try (Linearization at = Linearization.of(network, data, backend)) {
            return question.apply(at);
        }
    }

    @Override
    public RealVector layerTraces(FisherRequest request, Backend backend) {
        return onParameters(
                request, backend, fisher -> fisher.parameterMoments().layerTraces());
    }

    @Override
    public double squaredNorm(FisherRequest request, Backend backend) {
        return parameters() < rows(request)
                ? onParameters(request, backend, WholeFisherMatrix::squaredNorm)
                : linearized(backend, at -> DualMoments.of(at, request).squaredNorm());
    }

    @Override
    public Spectrum eigenvalues(FisherRequest request, Backend backend) {
        if (parameters() < rows(request)) {
            try (WholeFisherMatrix dense = FisherRoutes.entries(network, data, request, backend)) {
                return Spectrum.complete(dense.eigenvalues().toArray(), parameters(), "dense");
            }
        }
        return linearized(backend, at -> {
            try (WholeFisherMatrix dual = FisherRoutes.dualEntries(at, request)) {
                return Spectrum.complete(dual.eigenvalues().toArray(), parameters(), "dual");
            }
        });
    }

    @Override
    public double[] solve(FisherRequest request, Backend backend, double[] b, double damping) {
        try (FisherMatrix matrix = form(FisherForm.DUAL, request, backend)) {
            return matrix.solve(b, damping);
        }
    }

    @Override
    public double logDeterminant(FisherRequest request, Backend backend, double damping) {
        try (FisherMatrix matrix = form(FisherForm.DUAL, request, backend)) {
            return matrix.logDeterminant(damping);
        }
    }

    @Override
    public FisherMatrix form(FisherForm form, FisherRequest request, Backend backend) {
        return FisherForms.owning(form, Linearization.of(network, data, backend), request);
    }
}
