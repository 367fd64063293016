package io.github.fisherscope.studies.predict;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.FormStatistics;
import io.github.fisherscope.meanfield.LayerStatistics;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MetricStatistics;
import io.github.fisherscope.meanfield.NormalisationStatistics;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What theory says about a matrix that is not the whole Fisher matrix, and in words what it does not say. */
public final class FormTheory {
    /**
     * One prediction.
     *
     * @param judged whether the formula claims to give the number with the error stated for the whole matrix
     * @param remark said with the row
     */
    public record Value(double value, boolean judged, Kind remark) {}

    /** What is predicted for one layer's part. */
    public record Block(@Nullable Double mean, @Nullable Double largest) {
        static final Block NONE = new Block(null, null);
    }

    /** An ε up to this part of the variance of the outputs changes no digit that theory claims. */
    private static final double NEGLIGIBLE = 1e-3;

    private static final String WITHOUT_EPSILON =
            "theory of normalised outputs is that of an epsilon far below the variance of the outputs, and the one given is not";

    private final StudiedMatrix matrix;
    private final MeanFieldPrediction prediction;
    private final NetworkSpec spec;
    private final Map<Statistic, Value> values = new EnumMap<>(Statistic.class);
    private String covers = "";

    private FormTheory(StudiedMatrix matrix, MeanFieldPrediction prediction) {
        this.matrix = matrix;
        this.prediction = prediction;
        this.spec = prediction.spec();
    }

    static FormTheory of(StudiedMatrix matrix, MeanFieldPrediction prediction) {
        FormTheory theory = new FormTheory(matrix, prediction);
        if (matrix instanceof StudiedMatrix.Form form) {
            theory.form(form.kind());
        } else if (matrix instanceof StudiedMatrix.Normalized normalized) {
            theory.normalized(normalized);
        } else if (matrix instanceof StudiedMatrix.Metric metric) {
            theory.metric(metric.inputsOnly());
        } else if (matrix instanceof StudiedMatrix.Hessian) {
            theory.covers =
                    "a Fisher matrix was measured: it was the Hessian of the loss, for which there is no closed prediction;"
                            + " theory is that of the Fisher matrix, which the Hessian becomes where the labels are fitted";
        }
        return theory;
    }

    private void form(FisherForm kind) {
        boolean sameTrace = kind != FisherForm.KRONECKER;
        values.put(
                Statistic.MEAN,
                new Value(
                        prediction.recommended().mean(),
                        sameTrace,
                        sameTrace ? Kind.SAME_DIAGONAL : Kind.NEARLY_SAME_TRACE));
        switch (kind) {
            case LAYERS ->
                put(
                        FormStatistics.layers(spec, prediction.order(), prediction.samples()),
                        "theory of layer blocks: mean, second moment and the C largest eigenvalues of each");
            case KRONECKER ->
                put(
                        FormStatistics.kronecker(spec, prediction.order(), prediction.samples()),
                        "theory of Kronecker factors: mean, second moment and the C largest eigenvalues");
            case BLOCK_TRIDIAGONAL ->
                put(
                        FormStatistics.blockTridiagonal(spec, prediction.order(), prediction.samples()),
                        "theory of neighbouring blocks: mean, second moment and the C largest eigenvalues");
            case DIAGONAL ->
                covers =
                        "a closed prediction of the spectrum: only the mean is predicted, layer by layer, since single entries do"
                                + " not self-average";
            case UNITS ->
                covers = "a closed prediction of the spectrum: only the mean is predicted, layer by layer, since the"
                        + " back-propagated weight of a unit does not self-average";
            case DENSE, IMPLICIT, DUAL, EIGEN_KRONECKER ->
                covers = "a closed prediction of the spectrum: only the mean is predicted, layer by layer";
        }
    }

    private void put(FormStatistics s, String what) {
        covers = what;
        values.put(Statistic.SECOND_MOMENT, new Value(s.secondMoment(), false, Kind.LEADING_ORDER));
        putTop(s.topMean());
    }

    /** Theory gives the mean of the C largest; how they split is known for the whole matrix only. */
    private void putTop(double value) {
        values.put(
                spec.outputs() > 1 ? Statistic.TOP_MEAN : Statistic.MAX, new Value(value, false, Kind.LEADING_ORDER));
    }

    private void normalized(StudiedMatrix.Normalized normalized) {
        if (prediction.samples() < 2) {
            covers = "one sample has no spread over samples, and theory says nothing";
            return;
        }
        NormalisationStatistics n = NormalisationStatistics.of(spec, prediction.order(), prediction.samples());
        double epsilon = normalized.outputs().epsilon();
        switch (normalized.outputs().kind()) {
            case MEAN_SUBTRACTION -> {
                covers =
                        "theory of mean subtraction: mean, second moment, and a lower estimate of the largest eigenvalue";
                values.put(Statistic.MEAN, new Value(n.mean(), false, Kind.LEADING_ORDER));
                values.put(Statistic.SECOND_MOMENT, new Value(n.secondMoment(), false, Kind.LEADING_ORDER));
                values.put(Statistic.MAX, new Value(n.largest(), false, Kind.EDGE_OF_INPUTS));
            }
            case BATCH_NORM -> {
                if (epsilon > NEGLIGIBLE * n.batchVariance()) {
                    covers = WITHOUT_EPSILON;
                    return;
                }
                covers = "theory of batch norm in the last layer: mean, and a lower estimate of the largest eigenvalue";
                double mean = n.batchTrace() / spec.parameters();
                values.put(Statistic.MEAN, new Value(mean, false, Kind.LEADING_ORDER));
                double largest = prediction.samples() == 2 ? 0 : n.largest() / n.batchVariance(); // outputs are ±1 then
                values.put(Statistic.MAX, new Value(largest, false, Kind.EDGE_OF_INPUTS));
            }
            case LAYER_NORM -> {
                if (epsilon > NEGLIGIBLE * prediction.order().q(spec.depth())) {
                    covers = WITHOUT_EPSILON;
                    return;
                }
                covers = "theory of layer norm in the last layer: the mean, for C ≥ 4; outliers remain, and their law"
                        + " needs the outputs of the very network";
                n.layerTrace()
                        .ifPresent(trace -> values.put(
                                Statistic.MEAN,
                                new Value(trace / spec.parameters(), false, Kind.SCATTERS_WITH_FEW_OUTPUTS)));
            }
        }
    }

    private void metric(boolean inputsOnly) {
        MetricStatistics m = MetricStatistics.of(spec, prediction.order(), prediction.samples());
        SpectrumStatistics s = inputsOnly ? m.inputStatistics() : m.statistics();
        covers = "theory of the metric: mean, second moment and the C largest eigenvalues";
        values.put(Statistic.MEAN, new Value(s.mean(), false, Kind.LEADING_ORDER));
        values.put(Statistic.SECOND_MOMENT, new Value(s.secondMoment(), false, Kind.LEADING_ORDER));
        putTop(s.largest());
    }

    /** Returns the prediction of a statistic, or null. */
    @Nullable Value value(Statistic statistic) {
        return values.get(statistic);
    }

    /** Returns the prediction for layer {@code l}. */
    Block block(int l) {
        if (!(matrix instanceof StudiedMatrix.Form form)) {
            return Block.NONE;
        }
        LayerStatistics layer = prediction.statistics().layers().get(l - 1);
        return switch (form.kind()) {
            case LAYERS -> new Block(layer.mean(), layer.largestWithEdge());
            case KRONECKER ->
                new Block(
                        layer.mean(),
                        FormStatistics.kroneckerLargest(spec, prediction.order(), prediction.samples(), l));
            case DENSE, IMPLICIT, DUAL, UNITS, DIAGONAL, EIGEN_KRONECKER, BLOCK_TRIDIAGONAL ->
                new Block(layer.mean(), null);
        };
    }

    /** Returns what theory covers here, in words. */
    String covers() {
        return covers;
    }

    /** Returns whether more than the mean is predicted. */
    boolean beyondMean() {
        return values.size() > 1;
    }
}
