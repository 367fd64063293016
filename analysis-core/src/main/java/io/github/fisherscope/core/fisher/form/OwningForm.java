package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.fisher.FisherFactor;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** A form together with the linearisation it was made from; both are closed at once. */
final class OwningForm implements SpectralFisherMatrix {
    private final SpectralFisherMatrix form;
    private final Linearization at;

    OwningForm(SpectralFisherMatrix form, Linearization at) {
        this.form = form;
        this.at = at;
    }

    @Override
    public FisherForm form() {
        return form.form();
    }

    @Override
    public long certainZeros() {
        return form.certainZeros();
    }

    @Override
    public List<SpectralFisherMatrix> blocks() {
        return form.blocks();
    }

    @Override
    public Optional<FisherFactor> factor() {
        return form.factor();
    }

    @Override
    public int dimension() {
        return form.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        form.apply(x, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        form.applyBatch(xs, ys);
    }

    @Override
    public double quadraticForm(double[] v) {
        return form.quadraticForm(v);
    }

    @Override
    public double trace() {
        return form.trace();
    }

    @Override
    public double squaredNorm() {
        return form.squaredNorm();
    }

    @Override
    public double[] diagonal() {
        return form.diagonal();
    }

    @Override
    public double[] solve(double[] b, double damping) {
        return form.solve(b, damping);
    }

    @Override
    public double logDeterminant(double damping) {
        return form.logDeterminant(damping);
    }

    @Override
    public RealVector eigenvalues() {
        return form.eigenvalues();
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        return form.applyFunction(f, b);
    }

    @Override
    public double[] pseudoSolve(double[] b, double relativeCutoff) {
        return form.pseudoSolve(b, relativeCutoff);
    }

    @Override
    public void close() {
        try (at) {
            form.close();
        }
    }
}
