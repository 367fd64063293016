package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.function.IntConsumer;

/**
 * The Fisher matrix as a map on parameter space, {@code F v = (1/T) Jᵀ Q (J v)}, never formed. One product costs
 * 8 T Σ M_l M_{l-1} flops at most. Products from several threads are serialised.
 */
public final class ImplicitFisher implements ResidentOperator, AutoCloseable {
    private final Linearization at;
    private final OutputFactor factor;
    private final JacobianProducts products;
    private final int parameters;
    private final ResidentFactor onBackend;

    private ImplicitFisher(Linearization at, OutputFactor factor) {
        this.at = at;
        this.factor = factor;
        this.onBackend = new ResidentFactor(at.backend(), factor, at.samples(), at.outputCount());
        long p = at.network().parameters();
        Args.require(
                p <= Integer.MAX_VALUE - 8,
                "the network has %d parameters, more than a vector holds; use the dual operator (dimension C·T)",
                p);
        this.parameters = (int) p;
        this.products = JacobianProducts.of(at);
    }

    public static ImplicitFisher exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /** Returns the Fisher matrix asked for; {@code at} stays open. */
    public static ImplicitFisher of(Linearization at, FisherRequest request) {
        return new ImplicitFisher(at, OutputFactor.of(at, request));
    }

    @Override
    public int dimension() {
        return parameters;
    }

    @Override
    public synchronized void apply(double[] x, double[] y) {
        double[] g = factor.applyOutputFisher(products.forward(x), 1.0 / at.samples());
        products.transposed(g, y);
    }

    @Override
    public synchronized void apply(Matrix xs, Matrix ys) {
        for (long i = 0; i < xs.rows(); i++) {
            products.fisher(onBackend, xs.rowRange(i, i + 1), ys.rowRange(i, i + 1));
        }
    }

    @Override
    public Backend backend() {
        return at.backend();
    }

    /**
     * Returns {@code vᵀ F v = (1/T) Σ_t (J_t v)ᵀ Q_t (J_t v)} from one forward pass; with v = θ it is the squared
     * Fisher-Rao norm of Liang, Poggio, Rakhlin and Stokes (2019).
     */
    public synchronized double quadraticForm(double[] v) {
        double[] jv = products.forward(v);
        double[] g = factor.applyOutputFisher(jv, 1.0 / at.samples());
        double sum = 0;
        for (int i = 0; i < g.length; i++) {
            sum += g[i] * jv[i];
        }
        return sum;
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        at.backend().forEach(count, task);
    }

    @Override
    public void close() {
        onBackend.close();
        products.close();
    }
}
