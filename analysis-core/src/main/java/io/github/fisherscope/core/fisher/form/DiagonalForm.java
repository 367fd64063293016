package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** The diagonal of the Fisher matrix and nothing else. Cost: 2 T P flops after the backward pass; P numbers. */
final class DiagonalForm implements SpectralFisherMatrix {
    private final double[] values;

    DiagonalForm(double[] values) {
        this.values = values;
    }

    @Override
    public FisherForm form() {
        return FisherForm.DIAGONAL;
    }

    /** Returns the price: the entries are the eigenvalues. */
    static FisherPrice price(ProblemSize size) {
        double flops =
                FormPrices.sum(size, layer -> 2 * (double) size.samples() * layer.outputs() * layer.extendedInputs());
        return new FisherPrice(flops, (double) size.parameters(), flops, 0);
    }

    @Override
    public long certainZeros() {
        return 0;
    }

    @Override
    public int dimension() {
        return values.length;
    }

    @Override
    public void apply(double[] x, double[] y) {
        for (int i = 0; i < values.length; i++) {
            y[i] = values[i] * x[i];
        }
    }

    @Override
    public double quadraticForm(double[] v) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * v[i] * v[i];
        }
        return sum;
    }

    @Override
    public double trace() {
        return RealVector.of(values).sum();
    }

    @Override
    public double squaredNorm() {
        return Arrays.stream(values).map(v -> v * v).sum();
    }

    @Override
    public double[] diagonal() {
        return values.clone();
    }

    @Override
    public RealVector eigenvalues() {
        return Descending.of(values);
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = f.applyAsDouble(values[i]) * b[i];
        }
        return result;
    }

    @Override
    public void close() {
        // nothing but arrays
    }
}
