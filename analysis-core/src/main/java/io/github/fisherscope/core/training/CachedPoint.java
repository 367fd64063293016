package io.github.fisherscope.core.training;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What points of all kinds of networks share: the loss at their outputs, and what was computed once. */
abstract class CachedPoint implements TrainingPoint {
    final Loss loss;
    private final double[] outputs;
    private final Map<FisherForm, SpectralFisherMatrix> forms = new EnumMap<>(FisherForm.class);
    private double @Nullable [] gradient;

    CachedPoint(double[] outputs, Loss loss) {
        this.outputs = outputs;
        this.loss = loss;
    }

    /** Returns {@code Jᵀ g} for entry {@code t·C + k} of g. */
    abstract double[] vjp(double[] g);

    abstract SpectralFisherMatrix make(FisherForm form);

    abstract void closeNetwork();

    @Override
    public final int samples() {
        return loss.samples();
    }

    @Override
    public final double[] outputs() {
        return outputs;
    }

    @Override
    public final double loss() {
        return loss.value(outputs);
    }

    @Override
    public final double[] summedGradient() {
        double[] known = gradient;
        if (known == null) {
            known = vjp(loss.summedGradient(outputs));
            gradient = known;
        }
        return known;
    }

    @Override
    public final double[] dualGradient() {
        return loss.dualGradient(outputs);
    }

    @Override
    public final SpectralFisherMatrix fisher(FisherForm form) {
        return forms.computeIfAbsent(form, this::make);
    }

    @Override
    public final void close() {
        forms.values().forEach(SpectralFisherMatrix::close);
        closeNetwork();
    }
}
