package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.law.Complex;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Response;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Surroundings;

/**
 * The equations for independent inputs of given moments: all samples are alike, and two traces suffice, of the resolvent
 * and of the resolvent times a sample's own factor.
 */
final class IndependentInputs extends CavityEquations {
    private final GaussRule factors;
    private final double constant;
    private final double inputVariance;

    IndependentInputs(BulkModel model, double lambda, GaussRule factors) {
        super(model, lambda);
        this.factors = factors;
        var order = network.order();
        double sum = 0;
        for (int l = 1; l < network.depth(); l++) {
            sum += (order.qTilde(l) - order.qTildePair(l))
                    * network.width(l - 1)
                    * (order.qHat(l - 1) - order.qHatPair(l - 1));
        }
        this.constant = lambda * sum;
        this.inputVariance = order.qHat(0) - order.qHatPair(0);
    }

    @Override
    int traces() {
        return 2;
    }

    @Override
    void startTraces(Complex m, Complex[] v) {
        v[0] = m;
        v[1] = m;
    }

    /** Returns the trace as a part sees it that carries the sample's factor to the given share. */
    private Complex trace(Complex[] v, double share) {
        return v[1].times(share).plus(v[0].times(1 - share)).times(model.samples());
    }

    @Override
    Surroundings surroundings(int l, Complex[] v, Complex below, Complex above, Complex a, Complex b) {
        double share = network.factorShare(l);
        Complex whole = trace(v, 1);
        return new Surroundings(trace(v, share), whole, whole, trace(v, 0.5 * (1 + share)), below, above, a, b);
    }

    @Override
    void close(Response[] responses, Complex[] v, Complex z, Complex[] out) {
        Kernel kernel = kernel(responses, v);
        Complex plain = Complex.ZERO;
        Complex weighted = Complex.ZERO;
        for (int i = 0; i < factors.size(); i++) {
            Complex m = kernel.resolvent(factors.node(i), z).times(factors.weight(i));
            plain = plain.plus(m);
            weighted = weighted.plus(m.times(factors.node(i)));
        }
        out[0] = plain;
        out[1] = weighted;
        Complex t = trace(v, network.factorShare(0)).times(inputVariance);
        out[forwardTrace(0)] =
                t.times(network.width(0)).over(v[forwardWeight(0)].times(t).plus(1));
    }

    @Override
    Complex meanResolvent(Response[] responses, Complex[] v, Complex z) {
        return v[0];
    }

    /** The diagonal of the kernel: {@code factor} times one part plus another. */
    private record Kernel(Complex factored, Complex plain) {
        Complex resolvent(double factor, Complex z) {
            return factored.times(factor).plus(plain).minus(z).inverse();
        }
    }

    private Kernel kernel(Response[] responses, Complex[] v) {
        Complex factored = Complex.real(constant);
        Complex plain = Complex.ZERO;
        for (int l = 1; l < responses.length; l++) {
            Response r = responses[l];
            double share = network.factorShare(l);
            double mixedShare = 0.5 * (1 + share);
            double m = network.width(l);
            Complex x = r.forward.times(m);
            Complex c = r.mixed.times(-2 * m * lambda);
            factored = factored.plus(r.backward.plus(r.weights).times(m * lambda))
                    .plus(x.times(share))
                    .plus(c.times(mixedShare));
            plain = plain.plus(x.times(1 - share)).plus(c.times(1 - mixedShare));
        }
        double share = network.factorShare(0);
        Complex a = v[forwardWeight(0)].times(inputVariance);
        Complex data = a.times(network.width(0)).over(a.times(trace(v, share)).plus(1));
        return new Kernel(factored.plus(data.times(share)), plain.plus(data.times(1 - share)));
    }
}
