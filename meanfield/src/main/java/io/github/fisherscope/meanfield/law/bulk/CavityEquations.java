package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.law.Complex;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Response;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Surroundings;

/**
 * The equations of the law at one value λ of the factor that all samples' blocks share, as a fixed point {@code v = G(v, z)}.
 *
 * <p>Unknowns, in this order: traces of the resolvent ({@link #traces} of them); F_0 … F_{L−2}, the traces with the activations;
 * B_2 … B_{L−1}, those with the sensitivities; a_0 … a_{L−2} and b_2 … b_{L−1}, the weights of both. G is analytic.
 */
abstract class CavityEquations {
    final BulkNetwork network;
    final BulkModel model;
    final double lambda;

    CavityEquations(BulkModel model, double lambda) {
        this.network = model.network();
        this.model = model;
        this.lambda = lambda;
    }

    /** Returns the number of unknown traces of the resolvent itself. */
    abstract int traces();

    /** Writes the traces at infinite width, where the resolvent is 1/(S₁ − S₂ − z). */
    abstract void startTraces(Complex m, Complex[] v);

    /** Returns the traces of the resolvent that layer l sees, with weights and neighbours as given. */
    abstract Surroundings surroundings(
            int l, Complex[] v, Complex below, Complex above, Complex forwardWeight, Complex backwardWeight);

    /**
     * Computes the resolvent from what the layers return and writes the traces and F_0.
     *
     * @param responses entry l of layer l, from 1
     */
    abstract void close(Response[] responses, Complex[] v, Complex z, Complex[] out);

    /** Returns the mean over the bulk of the diagonal of the resolvent, Im of which is the density. */
    abstract Complex meanResolvent(Response[] responses, Complex[] v, Complex z);

    final int size() {
        return traces() + (depth() - 1) * 2 + Math.max(0, depth() - 2) * 2;
    }

    private int depth() {
        return network.depth();
    }

    final int forwardTrace(int l) {
        return traces() + l;
    }

    private int backwardTrace(int l) {
        return traces() + depth() - 1 + l - 2;
    }

    final int forwardWeight(int l) {
        return traces() + depth() - 1 + depth() - 2 + l;
    }

    private int backwardWeight(int l) {
        return traces() + 2 * (depth() - 1) + depth() - 2 + l - 2;
    }

    /** Returns α_l, the weight of the activations of layer l without fluctuations. */
    private double bareWeight(int l) {
        return network.order().qTildePair(l + 1) * (l + 1 < depth() ? lambda : 1);
    }

    /** Returns the solution at infinite width. */
    final Complex[] start(Complex z) {
        Complex m = Complex.real(network.bulk()).minus(z).inverse();
        Complex[] v = new Complex[size()];
        startTraces(m, v);
        double t = model.samples();
        var order = network.order();
        for (int l = 0; l < depth() - 1; l++) {
            v[forwardTrace(l)] = m.times(t * network.width(l) * (order.qHat(l) - order.qHatPair(l)));
            v[forwardWeight(l)] = Complex.real(bareWeight(l));
        }
        for (int l = 2; l < depth(); l++) {
            v[backwardTrace(l)] = m.times(t * (order.qTilde(l) - order.qTildePair(l)));
            v[backwardWeight(l)] = Complex.real(network.pairWeight(l));
        }
        return v;
    }

    /** Returns G(v, z). */
    final Complex[] apply(Complex[] v, Complex z) {
        Complex[] out = new Complex[v.length];
        Response[] responses = pass(v);
        double w = network.weightVariance();
        for (int l = 1; l < depth(); l++) {
            Response r = responses[l];
            double ratio = w * network.width(l) / network.width(l - 1);
            Complex passed = r.downBent.times(lambda).plus(r.down).times(ratio);
            out[forwardWeight(l - 1)] = passed.plus(bareWeight(l - 1));
            if (l + 1 < depth()) {
                out[backwardWeight(l + 1)] = r.up.times(w).plus(network.pairWeight(l + 1));
                out[forwardTrace(l)] = r.forwardTrace.times(network.width(l));
            }
            if (l > 1) {
                out[backwardTrace(l)] = r.backwardTrace.times(network.width(l));
            }
        }
        close(responses, v, z, out);
        return out;
    }

    /** Returns Im of it over π, at z = T x + i0: the density of the eigenvalues of T F at T x. */
    final double density(Complex[] v, Complex z) {
        return meanResolvent(pass(v), v, z).im() / Math.PI;
    }

    private Response[] pass(Complex[] v) {
        Response[] responses = new Response[depth()];
        double w = network.weightVariance();
        for (int l = depth() - 1; l >= 1; l--) {
            Complex a = l < depth() - 1 ? v[forwardWeight(l)] : Complex.real(bareWeight(l));
            Complex b = l > 1 ? v[backwardWeight(l)] : Complex.real(network.pairWeight(1));
            Complex below = v[forwardTrace(l - 1)].times(w / network.width(l - 1));
            Complex above = l + 1 < depth() ? v[backwardTrace(l + 1)].times(w / network.width(l)) : Complex.ZERO;
            double kernelSpread = model.spread().kernel().get(l);
            double backwardSpread = model.spread().backward().get(l + 1) * lambda * lambda;
            responses[l] = model.types(l).respond(surroundings(l, v, below, above, a, b), kernelSpread, backwardSpread);
        }
        return responses;
    }
}
