package io.github.fisherscope.results.estimate;

import io.github.fisherscope.results.spectrum.NetworkInfo;
import java.util.List;

/**
 * What two estimators cost for which accuracy, at one network. Errors are relative standard errors: of the trace, and of
 * the diagonal as √(Σ Var F̂_ii / Σ F_ii²).
 *
 * @param schema always {@link #SCHEMA}
 * @param network as in the result of a spectrum
 * @param likelihood from which labels were drawn
 * @param conventions normalisation, in one sentence
 * @param samples T
 * @param seed of network, inputs and labels
 * @param trace tr F, exact
 * @param diagonalNorm √(Σ F_ii²), exact
 * @param relativeError the wanted error
 * @param confidence level of intervals
 * @param repetitions behind each measured error
 * @param estimators squared score and negative Hessian
 * @param notes what the reader must know besides, in sentences
 */
public record EstimatorResult(
        String schema,
        NetworkInfo network,
        String likelihood,
        String conventions,
        int samples,
        String seed,
        double trace,
        double diagonalNorm,
        double relativeError,
        double confidence,
        int repetitions,
        List<Estimator> estimators,
        List<String> notes) {
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
     * @param trace estimated trace of the first repetition
     * @param low lower end of its confidence interval
     * @param high its upper end
     * @param covered share of all repetitions whose interval holds the exact trace
     * @param predictedTraceError in closed form
     * @param measuredTraceError root mean square deviation over the repetitions
     * @param traceErrorUncertainty standard error of that, as of a normal sample
     * @param predictedDiagonalError in closed form
     * @param measuredDiagonalError root mean square deviation over the repetitions
     */
    public record Point(
            int draws,
            double trace,
            double low,
            double high,
            double covered,
            double predictedTraceError,
            double measuredTraceError,
            double traceErrorUncertainty,
            double predictedDiagonalError,
            double measuredDiagonalError) {}
}
