package io.github.fisherscope.results.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import java.util.List;

/**
 * What two estimators cost for which accuracy, at one network. Errors are relative standard errors: of the trace, and of
 * the diagonal as √(Σ Var F̂_ii / Σ F_ii²).
 *
 * @param schema always {@link #SCHEMA}
 * @param subject what was estimated
 * @param exact the numbers themselves
 * @param settings what was asked for
 * @param estimators squared score and negative Hessian
 * @param notes what the reader must know besides, in sentences
 */
public record EstimatorResult(
        String schema,
        @JsonUnwrapped Subject subject,
        @JsonUnwrapped Exact exact,
        @JsonUnwrapped Settings settings,
        List<Estimator> estimators,
        List<String> notes) {
    /**
     * What was estimated.
     *
     * @param network as in the result of a spectrum
     * @param likelihood from which labels were drawn
     * @param conventions normalisation, in one sentence
     * @param samples T
     * @param seed of network, inputs and labels
     */
    public record Subject(NetworkInfo network, String likelihood, String conventions, int samples, String seed) {}

    /**
     * The numbers themselves.
     *
     * @param trace tr F
     * @param diagonalNorm √(Σ F_ii²)
     */
    public record Exact(double trace, double diagonalNorm) {}

    /**
     * What was asked for.
     *
     * @param relativeError the wanted error
     * @param confidence level of intervals
     * @param repetitions behind each measured error
     */
    public record Settings(double relativeError, double confidence, int repetitions) {}

    /** Identifier of the file format. */
    public static final String SCHEMA = "fisherscope/estimate/2";

    public EstimatorResult {
        estimators = List.copyOf(estimators);
        notes = List.copyOf(notes);
    }

    /**
     * One estimator.
     *
     * @param kind {@code squared-score} or {@code negative-hessian}
     * @param symbol Î₁ or Î₂
     * @param drawsForTrace draws per sample for the wanted error of the trace
     * @param drawsForDiagonal draws per sample for the wanted error of the diagonal
     * @param layerErrors predicted error of the diagonal of each layer with one draw, multiply by 1/√N
     * @param points by number of draws
     */
    public record Estimator(
            String kind,
            String symbol,
            double drawsForTrace,
            double drawsForDiagonal,
            List<Double> layerErrors,
            List<Point> points) {
        public Estimator {
            layerErrors = List.copyOf(layerErrors);
            points = List.copyOf(points);
        }
    }

    /**
     * One number of draws.
     *
     * @param draws N labels per sample
     * @param interval the estimated trace
     * @param traceError relative error of the trace
     * @param diagonalError relative error of the diagonal
     */
    public record Point(
            int draws,
            @JsonUnwrapped Interval interval,
            @JsonUnwrapped TraceError traceError,
            @JsonUnwrapped DiagonalError diagonalError) {}

    /**
     * The estimated trace.
     *
     * @param trace of the first repetition
     * @param low lower end of its confidence interval
     * @param high its upper end
     * @param covered share of all repetitions whose interval holds the exact trace
     */
    public record Interval(double trace, double low, double high, double covered) {}

    /**
     * The error of the trace.
     *
     * @param predicted in closed form
     * @param measured root mean square deviation over the repetitions
     * @param uncertainty standard error of that, as of a normal sample
     */
    public record TraceError(
            @JsonProperty("predictedTraceError") double predicted,
            @JsonProperty("measuredTraceError") double measured,
            @JsonProperty("traceErrorUncertainty") double uncertainty) {}

    /**
     * The error of the diagonal.
     *
     * @param predicted in closed form
     * @param measured root mean square deviation over the repetitions
     */
    public record DiagonalError(
            @JsonProperty("predictedDiagonalError") double predicted,
            @JsonProperty("measuredDiagonalError") double measured) {}
}
