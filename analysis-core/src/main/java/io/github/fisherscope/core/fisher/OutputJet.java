package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.network.Activation;

/** Some numbers that move, with their velocities and accelerations. Its arrays are its own; not safe for several threads. */
public final class OutputJet {
    private final double[] value;
    private final double[] velocity;
    private final double[] acceleration;

    private OutputJet(double[] value, double[] velocity, double[] acceleration) {
        this.value = value;
        this.velocity = velocity;
        this.acceleration = acceleration;
    }

    /** Returns numbers that stand still. */
    public static OutputJet constant(double[] value) {
        return new OutputJet(value.clone(), new double[value.length], new double[value.length]);
    }

    /** Returns zeros, to be {@linkplain #set set}. */
    public static OutputJet zeros(int size) {
        return new OutputJet(new double[size], new double[size], new double[size]);
    }

    public double[] value() {
        return value;
    }

    public double[] velocity() {
        return velocity;
    }

    public double[] acceleration() {
        return acceleration;
    }

    /** Sets number {@code i}. */
    public void set(int i, double x, double first, double second) {
        value[i] = x;
        velocity[i] = first;
        acceleration[i] = second;
    }

    /** Returns φ of every number. */
    public OutputJet through(Activation activation) {
        return mapped(
                (x, i) -> new double[] {activation.value(x), activation.derivative(x), activation.secondDerivative(x)});
    }

    /** A function of one number with its first two derivatives. */
    interface Curved {
        double[] at(double x, int i);
    }

    OutputJet mapped(Curved function) {
        OutputJet image = zeros(value.length);
        for (int i = 0; i < value.length; i++) {
            double[] f = function.at(value[i], i);
            image.set(i, f[0], f[1] * velocity[i], f[2] * velocity[i] * velocity[i] + f[1] * acceleration[i]);
        }
        return image;
    }
}
