package io.github.fisherscope.meanfield;

/**
 * Prediction for the diagonal block of one layer.
 *
 * @param layer l in [1, L]
 * @param parameters M_l (M_{l−1} + 1)
 * @param mean mean eigenvalue of the block
 * @param largest largest eigenvalue of the block (mean of the C largest), outlier form; too low for a first layer whose
 *     inputs are uncorrelated
 * @param largestWithEdge the same, with the Marchenko-Pastur edge of the inputs in the first layer; use this one
 * @param weightDiagonal mean diagonal entry over the weights
 * @param biasDiagonal mean diagonal entry over the biases, 0 if there are none
 */
public record LayerStatistics(
        int layer,
        long parameters,
        double mean,
        double largest,
        double largestWithEdge,
        double weightDiagonal,
        double biasDiagonal) {}
