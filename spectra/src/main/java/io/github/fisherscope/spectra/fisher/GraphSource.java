package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import java.util.function.Function;

/** A network of any layers. */
record GraphSource(GraphNetwork network, Dataset data) implements FisherSource {
    /** Rows up to which the dual matrix is built for many products: 0.8 GB. */
    private static final long LARGEST_BUILT = 10_000;

    @Override
    public long parameters() {
        return network.graph().parameters();
    }

    @Override
    public int outputs() {
        return network.graph().output().channels();
    }

    @Override
    public long sites() {
        return (long) data.samples() * network.graph().output().positions();
    }

    private <R> R ask(FisherRequest request, Backend backend, Function<GraphFisher, R> question) {
        try (GraphFisher fisher = GraphFisher.of(network, data, request, backend)) {
            return question.apply(fisher);
        }
    }

    /** {@inheritDoc} A dual matrix of few rows is built when many products are asked for: each then costs next to nothing. */
    @Override
    public <R> R onSmallerSide(
            FisherRequest request, Backend backend, boolean many, Function<WholeFisherMatrix, R> question) {
        return ask(request, backend, fisher -> {
            boolean dual = fisher.rows() <= parameters();
            boolean builds = many && dual && fisher.rows() <= LARGEST_BUILT;
            try (WholeFisherMatrix side = builds ? fisher.dualEntries() : fisher.smaller()) {
                return question.apply(side);
            }
        });
    }

    @Override
    public <R> R onParameters(FisherRequest request, Backend backend, Function<WholeFisherMatrix, R> question) {
        return ask(request, backend, fisher -> question.apply(fisher.products()));
    }

    @Override
    public RealVector layerTraces(FisherRequest request, Backend backend) {
        return onParameters(request, backend, WholeFisherMatrix::layerTraces);
    }

    @Override
    public double squaredNorm(FisherRequest request, Backend backend) {
        return ask(request, backend, fisher -> fisher.smaller().squaredNorm());
    }

    @Override
    public Spectrum eigenvalues(FisherRequest request, Backend backend) {
        return ask(request, backend, fisher -> {
            String method = parameters() < fisher.rows() ? "dense" : "dual";
            return Spectrum.complete(fisher.smaller().eigenvalues().toArray(), parameters(), method);
        });
    }

    /** {@inheritDoc} By conjugate gradients. */
    @Override
    public double[] solve(FisherRequest request, Backend backend, double[] b, double damping) {
        return onParameters(request, backend, fisher -> fisher.solve(b, damping));
    }

    @Override
    public double logDeterminant(FisherRequest request, Backend backend, double damping) {
        return ask(request, backend, fisher -> fisher.smaller().logDeterminant(damping));
    }

    @Override
    public FisherMatrix form(FisherForm form, FisherRequest request, Backend backend) {
        throw InvalidArgumentException.of(
                "form",
                form.id(),
                "forms are made of fully connected networks only",
                "ask for products, eigenvalues, traces of tensors or the diagonal instead");
    }
}
