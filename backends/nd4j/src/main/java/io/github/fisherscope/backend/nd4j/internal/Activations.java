package io.github.fisherscope.backend.nd4j.internal;

import io.github.fisherscope.core.network.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Log1p;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Activations and their slopes made of ND4J's exp, tanh, erf and erfc, in the precision of the input. */
final class Activations {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;

    private Activations() {}

    /** Writes φ(u) to {@code h} and φ′(u) to {@code d}; {@code u} shares memory with neither. */
    static void evaluate(Activation activation, INDArray u, INDArray h, INDArray d, Temporaries temporaries) {
        if (activation instanceof Activation.Identity) {
            h.assign(u);
            d.assign(1);
        } else if (activation instanceof Activation.Relu) {
            kinked(0, u, h, d, temporaries);
        } else if (activation instanceof Activation.LeakyRelu leaky) {
            kinked(leaky.slope(), u, h, d, temporaries);
        } else if (activation instanceof Activation.Tanh) {
            INDArray t = temporaries.keep(Transforms.tanh(u, true));
            h.assign(t);
            INDArray above = temporaries.keep(t.add(1));
            d.assign(t.rsubi(1).muli(above)); // (1 − t)(1 + t) loses nothing where t is near 1
        } else if (activation instanceof Activation.Erf erf) {
            INDArray x = temporaries.keep(u.mul(erf.gain()));
            d.assign(bell(x, 1, erf.gain() * TWO_OVER_ROOT_PI, temporaries));
            h.assign(Nd4j.exec(new Erf(x, x)));
        } else if (activation instanceof Activation.Sigmoid) {
            INDArray s = sigmoid(u, temporaries);
            h.assign(s);
            d.assign(s.muli(sigmoidOfMinus(u, temporaries)));
        } else if (activation instanceof Activation.Softplus) {
            INDArray tail = temporaries.keep(Transforms.abs(u, true));
            tail.negi();
            Transforms.exp(tail, false);
            Nd4j.exec(new Log1p(tail, tail));
            h.assign(tail.addi(temporaries.keep(Transforms.max(u, 0.0, true))));
            d.assign(sigmoid(u, temporaries));
        } else if (activation instanceof Activation.Gelu) {
            INDArray cdf = temporaries.keep(u.mul(-ROOT_HALF));
            Nd4j.exec(new Erfc(cdf, cdf));
            cdf.muli(0.5);
            h.assign(temporaries.keep(u.mul(cdf)));
            d.assign(bell(u, 0.5, INVERSE_ROOT_TWO_PI, temporaries).muli(u).addi(cdf));
        } else if (activation instanceof Activation.Silu) {
            INDArray s = sigmoid(u, temporaries);
            h.assign(temporaries.keep(u.mul(s)));
            INDArray slope = sigmoidOfMinus(u, temporaries);
            d.assign(slope.muli(u).addi(1).muli(s));
        } else {
            throw new IllegalArgumentException("the nd4j backend does not know the activation '%s'; use another backend"
                    .formatted(activation.id()));
        }
    }

    /** Slope 1 for u &gt; 0 and {@code slope} otherwise. */
    private static void kinked(double slope, INDArray u, INDArray h, INDArray d, Temporaries temporaries) {
        INDArray positive = temporaries.keep(temporaries.keep(u.gt(0)).castTo(u.dataType()));
        INDArray other = temporaries.keep(positive.rsub(1));
        d.assign(positive.addi(other.muli(slope)));
        h.assign(temporaries.keep(u.mul(positive)));
    }

    /** Returns {@code height · exp(−rate u²)}. */
    private static INDArray bell(INDArray u, double rate, double height, Temporaries temporaries) {
        INDArray exponent = temporaries.keep(u.mul(u));
        exponent.muli(-rate);
        return Transforms.exp(exponent, false).muli(height);
    }

    /** Returns 1/(1 + e⁻ᵘ). */
    private static INDArray sigmoid(INDArray u, Temporaries temporaries) {
        return logistic(temporaries.keep(u.neg()));
    }

    /** Returns 1/(1 + eᵘ), which is 1 − sigmoid(u) without cancellation. */
    private static INDArray sigmoidOfMinus(INDArray u, Temporaries temporaries) {
        return logistic(temporaries.keep(u.dup()));
    }

    private static INDArray logistic(INDArray exponent) {
        return Transforms.exp(exponent, false).addi(1).rdivi(1);
    }
}
