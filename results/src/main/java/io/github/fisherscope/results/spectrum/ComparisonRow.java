package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One statistic, measured and predicted. The file holds all components side by side.
 *
 * @param subject which statistic
 * @param measurement what was measured
 * @param prediction what theory says, and how far the measurement is from it
 * @param note what a reader must know about this row; may be empty
 */
public record ComparisonRow(
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Measurement measurement,
        @JsonUnwrapped Prediction prediction,
        Verdict verdict,
        String note) {

    public ComparisonRow {
        Objects.requireNonNull(verdict, "verdict");
    }

    /** Returns this row with another sentence about what its number is. */
    public ComparisonRow explainedBy(String explanation) {
        return new ComparisonRow(
                new Subject(subject.statistic(), subject.label(), explanation), measurement, prediction, verdict, note);
    }

    /**
     * Which statistic.
     *
     * @param statistic key, stable across versions; the usual ones are in {@link Statistic}
     * @param label what a table shows
     * @param explanation one sentence that says what the number is
     */
    public record Subject(String statistic, String label, String explanation) {
        public Subject {
            Objects.requireNonNull(statistic, "statistic");
            Objects.requireNonNull(label, "label");
        }
    }

    /**
     * What was measured.
     *
     * @param measured mean over the networks, or the value of the one network
     * @param standardError standard error of {@code measured} over two or more networks, null for one network
     */
    public record Measurement(double measured, @Nullable Double standardError) {
        public Measurement {
            Args.requireFinite("measured", measured);
            if (standardError != null) {
                Args.requireNonNegative("standardError", standardError);
            }
        }
    }

    /**
     * What theory says.
     *
     * @param predicted prediction of theory, null when there is none
     * @param theoryScatter the standard deviation that theory and simulations give between single random networks at
     *     independent inputs; null for several networks, where nothing is predicted, and where it does not apply
     * @param ratio measured / predicted, null without a prediction or when it is zero
     * @param zScore (measured − predicted) over the standard error, or over {@code theoryScatter} for one network; null
     *     without either
     */
    public record Prediction(
            @Nullable Double predicted,
            @Nullable Double theoryScatter,
            @Nullable Double ratio,
            @Nullable Double zScore) {
        /** Where theory says nothing. */
        public static final Prediction NONE = new Prediction(null, null, null, null);

        public Prediction {
            if (theoryScatter != null) {
                Args.requireNonNegative("theoryScatter", theoryScatter);
            }
            if (predicted != null) {
                Args.requireFinite("predicted", predicted);
            }
        }
    }

    public String statistic() {
        return subject.statistic();
    }

    public String label() {
        return subject.label();
    }

    public String explanation() {
        return subject.explanation();
    }

    public double measured() {
        return measurement.measured();
    }

    public @Nullable Double standardError() {
        return measurement.standardError();
    }

    public @Nullable Double predicted() {
        return prediction.predicted();
    }

    public @Nullable Double theoryScatter() {
        return prediction.theoryScatter();
    }

    public @Nullable Double ratio() {
        return prediction.ratio();
    }

    public @Nullable Double zScore() {
        return prediction.zScore();
    }
}
