package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.law.Complex;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Response;
import io.github.fisherscope.meanfield.law.bulk.LayerTypes.Surroundings;
import java.util.Arrays;

/**
 * The equations on given inputs: every covariance is diagonal in the eigenbasis of the infinite-width kernel, with the
 * profiles of the inputs' own kernels. Each hidden layer has four traces, one for each profile. At infinite width the law is
 * the kernel's spectrum, whatever the inputs.
 */
final class GivenInputs extends CavityEquations {
    private static final int PROFILES = 4;

    private final GaussRule factors;
    private final int size;
    private final double[] rest;
    private final double[] inputs;
    private final double[][] profiles;

    GivenInputs(BulkModel model, double lambda, GaussRule factors, DataProfiles data) {
        super(model, lambda);
        this.factors = factors;
        this.size = data.kernel().size();
        this.inputs = data.inputs().stream().map(g -> g * network.width(0)).toArray();
        this.profiles = new double[PROFILES * (network.depth() - 1)][];
        this.rest = data.kernel().toArray();
        for (int i = 0; i < size; i++) {
            rest[i] -= network.weight(0) * inputs[i];
        }
        for (int l = 1; l < network.depth(); l++) {
            int first = PROFILES * (l - 1);
            double[] x = data.forward().get(l - 1).toArray();
            double[] y = data.backward().get(l - 1).toArray();
            double[] e = data.weights().get(l - 1).toArray();
            double[] c = new double[size];
            var noise = model.types(l).meanNoise();
            for (int i = 0; i < size; i++) {
                c[i] = Math.sqrt(x[i] * y[i]);
                rest[i] -= network.width(l)
                        * (network.offDiagonal(l) * (noise.get(0) * y[i] + noise.get(1) * e[i])
                                + network.weight(l) * noise.get(2) * x[i]);
            }
            profiles[first] = x;
            profiles[first + 1] = y;
            profiles[first + 2] = e;
            profiles[first + 3] = c;
        }
    }

    @Override
    int traces() {
        return PROFILES * (network.depth() - 1);
    }

    @Override
    void startTraces(Complex m, Complex[] v) {
        Arrays.fill(v, 0, traces(), m.times(model.samples()));
    }

    @Override
    Surroundings surroundings(int l, Complex[] v, Complex below, Complex above, Complex a, Complex b) {
        int first = PROFILES * (l - 1);
        return new Surroundings(v[first], v[first + 1], v[first + 2], v[first + 3], below, above, a, b);
    }

    @Override
    void close(Response[] responses, Complex[] v, Complex z, Complex[] out) {
        Resolvent r = resolvent(responses, v, z);
        for (int l = 1; l < network.depth(); l++) {
            int first = PROFILES * (l - 1);
            double share = network.factorShare(l);
            out[first] = r.trace(profiles[first], share);
            out[first + 1] = r.trace(profiles[first + 1], 1);
            out[first + 2] = r.trace(profiles[first + 2], 1);
            out[first + 3] = r.trace(profiles[first + 3], 0.5 * (1 + share));
        }
        out[forwardTrace(0)] = r.trace(inputs, network.factorShare(0));
    }

    @Override
    Complex meanResolvent(Response[] responses, Complex[] v, Complex z) {
        double[] mean = new double[size];
        Arrays.fill(mean, 1.0 / size);
        return resolvent(responses, v, z).trace(mean, 0);
    }

    /** Means over a sample's own factor of the diagonal of the resolvent, and of the factor times it. */
    private static final class Resolvent {
        private final double[] plainRe;
        private final double[] plainIm;
        private final double[] factoredRe;
        private final double[] factoredIm;

        Resolvent(int size) {
            plainRe = new double[size];
            plainIm = new double[size];
            factoredRe = new double[size];
            factoredIm = new double[size];
        }

        void add(int i, double weight, double factor, double re, double im) {
            double scale = weight / (re * re + im * im);
            plainRe[i] += scale * re;
            plainIm[i] -= scale * im;
            factoredRe[i] += factor * scale * re;
            factoredIm[i] -= factor * scale * im;
        }

        /** Returns the trace with a profile, of a part that carries the factor to the given share. */
        Complex trace(double[] profile, double share) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < profile.length; i++) {
                re += profile[i] * (share * factoredRe[i] + (1 - share) * plainRe[i]);
                im += profile[i] * (share * factoredIm[i] + (1 - share) * plainIm[i]);
            }
            return new Complex(re, im);
        }
    }

    private Resolvent resolvent(Response[] responses, Complex[] v, Complex z) {
        double[] factoredRe = new double[size];
        double[] factoredIm = new double[size];
        double[] plainRe = new double[size];
        double[] plainIm = new double[size];
        for (int i = 0; i < size; i++) {
            factoredRe[i] = lambda * rest[i];
        }
        double inputShare = network.factorShare(0);
        add(v[forwardWeight(0)], inputShare, inputs, factoredRe, factoredIm);
        add(v[forwardWeight(0)], 1 - inputShare, inputs, plainRe, plainIm);
        for (int l = 1; l < network.depth(); l++) {
            Response r = responses[l];
            int first = PROFILES * (l - 1);
            double m = network.width(l);
            double share = network.factorShare(l);
            Complex mixed = r.mixed.times(-2 * lambda);
            add(r.forward, m * share, profiles[first], factoredRe, factoredIm);
            add(r.backward, m * lambda, profiles[first + 1], factoredRe, factoredIm);
            add(r.weights, m * lambda, profiles[first + 2], factoredRe, factoredIm);
            add(mixed, m * 0.5 * (1 + share), profiles[first + 3], factoredRe, factoredIm);
            add(r.forward, m * (1 - share), profiles[first], plainRe, plainIm);
            add(mixed, m * 0.5 * (1 - share), profiles[first + 3], plainRe, plainIm);
        }
        Resolvent resolvent = new Resolvent(size);
        for (int s = 0; s < factors.size(); s++) {
            double f = factors.node(s);
            for (int i = 0; i < size; i++) {
                double re = f * factoredRe[i] + plainRe[i] - z.re();
                double im = f * factoredIm[i] + plainIm[i] - z.im();
                resolvent.add(i, factors.weight(s), f, re, im);
            }
        }
        return resolvent;
    }

    private static void add(Complex value, double factor, double[] profile, double[] re, double[] im) {
        double a = factor * value.re();
        double b = factor * value.im();
        for (int i = 0; i < profile.length; i++) {
            re[i] += a * profile[i];
            im[i] += b * profile[i];
        }
    }
}
