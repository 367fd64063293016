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
        switch (activation.kind()) {
            case IDENTITY -> {
                h.assign(u);
                d.assign(1);
            }
            case RELU -> kinked(0, u, h, d, temporaries);
            case LEAKY_RELU -> kinked(((Activation.LeakyRelu) activation).slope(), u, h, d, temporaries);
            case TANH -> {
                INDArray t = temporaries.keep(Transforms.tanh(u, true));
                h.assign(t);
                INDArray above = temporaries.keep(t.add(1));
                d.assign(t.rsubi(1).muli(above)); // (1 − t)(1 + t) loses nothing where t is near 1
            }
            case ERF -> erf(((Activation.Erf) activation).gain(), u, h, d, temporaries);
            case SIGMOID -> {
                INDArray s = sigmoid(u, temporaries);
                h.assign(s);
                d.assign(s.muli(sigmoidOfMinus(u, temporaries)));
            }
            case SOFTPLUS -> softplus(u, h, d, temporaries);
            case GELU -> {
                INDArray cdf = temporaries.keep(u.mul(-ROOT_HALF));
                Nd4j.exec(new Erfc(cdf, cdf));
                cdf.muli(0.5);
                h.assign(temporaries.keep(u.mul(cdf)));
                d.assign(bell(u, 0.5, INVERSE_ROOT_TWO_PI, temporaries).muli(u).addi(cdf));
            }
            case SILU -> {
                INDArray s = sigmoid(u, temporaries);
                h.assign(temporaries.keep(u.mul(s)));
                INDArray slope = sigmoidOfMinus(u, temporaries);
                d.assign(slope.muli(u).addi(1).muli(s));
            }
        }
    }

    private static void erf(double gain, INDArray u, INDArray h, INDArray d, Temporaries temporaries) {
        INDArray x = temporaries.keep(u.mul(gain));
        d.assign(bell(x, 1, gain * TWO_OVER_ROOT_PI, temporaries));
        h.assign(Nd4j.exec(new Erf(x, x)));
    }

    private static void softplus(INDArray u, INDArray h, INDArray d, Temporaries temporaries) {
        INDArray tail = temporaries.keep(Transforms.abs(u, true));
        tail.negi();
        Transforms.exp(tail, false);
        Nd4j.exec(new Log1p(tail, tail));
        h.assign(tail.addi(temporaries.keep(Transforms.max(u, 0.0, true))));
        d.assign(sigmoid(u, temporaries));
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
