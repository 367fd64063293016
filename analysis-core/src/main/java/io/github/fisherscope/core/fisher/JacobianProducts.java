package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.ParameterLayout;

/**
 * Products with the Jacobian J of all outputs at all samples (C·T × P), by analytic forward and backward passes over
 * cached activations; nothing is differentiated through a tape and J is never stored.
 *
 * <p>Cost: {@code J v} and {@code Jᵀ g} take 4 T Σ M_l M_{l-1} flops each (less in the first and last layers). Working
 * memory: P + T Σ M_l numbers, kept between calls. Not safe for use by several threads at once.
 */
public final class JacobianProducts implements AutoCloseable {
    private final Linearization at;
    private final ParameterLayout layout;
    private final ParameterBlock parameters;
    private final BatchSignals signals;

    private JacobianProducts(Linearization at) {
        this.at = at;
        this.layout = at.network().layout();
        this.parameters = ParameterBlock.zeros(at.network(), at.backend(), 1, at.depth());
        this.signals = new BatchSignals(at, 1, at.depth());
    }

    public static JacobianProducts of(Linearization at) {
        return new JacobianProducts(at);
    }

    /**
     * Computes {@code J v}.
     *
     * @param v P numbers in the order of {@link ParameterLayout}
     * @return the directional derivatives of the outputs, entry {@code t·C + k}
     */
    public double[] forward(double[] v) {
        Args.requireSame("the length of v", v.length, layout.parameters(), "it must have one entry per parameter");
        parameters.write(v);
        signals.tangent(parameters);
        return signals.readOutputs();
    }

    /**
     * Computes {@code Jᵀ g}.
     *
     * @param g one number per sample and output, entry {@code t·C + k}
     * @return P numbers in the order of {@link ParameterLayout}
     */
    public double[] transposed(double[] g) {
        double[] result = new double[Math.toIntExact(layout.parameters())];
        transposed(g, result);
        return result;
    }

    /** Writes {@code Jᵀ g} to {@code result}, which has P entries. */
    void transposed(double[] g, double[] result) {
        int outputs = at.outputCount();
        Args.requireSame("the length of g", g.length, (long) at.samples() * outputs, "it must have T·C entries");
        signals.writeOutputs(g);
        signals.gradient(0, parameters);
        parameters.read(result);
    }

    /** Computes {@code result ← (1/T) Jᵀ Q J v} with both vectors in rows on the backend. */
    void fisher(ResidentFactor factor, Matrix v, Matrix result) {
        signals.tangent(block(v));
        factor.applyOutputFisher(signals.outputs());
        signals.gradient(0, block(result));
        at.backend().add(1.0 / at.samples(), result, 0, result);
    }

    private ParameterBlock block(Matrix row) {
        return ParameterBlock.of(at.network(), at.backend(), row, 1, at.depth());
    }

    @Override
    public void close() {
        parameters.close();
        signals.close();
    }
}
