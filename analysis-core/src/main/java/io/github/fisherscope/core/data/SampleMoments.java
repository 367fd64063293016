package io.github.fisherscope.core.data;

import java.nio.DoubleBuffer;

/**
 * Moments of inputs x_t that tell how far theory for independent standard normal inputs carries over.
 *
 * @param meanSquaredNorm q̂⁰ = mean over t of |x_t|²/M_0; 1 in expectation for standard normal inputs
 * @param meanCrossProduct q̂_st⁰ = mean over s ≠ t of x_s·x_t/M_0; 0 in expectation for independent inputs of mean 0, and
 *     0 by definition for a single sample
 * @param normVariation coefficient of variation of |x_t|², its standard deviation (with 1/T) over its mean; about
 *     √(2/M_0) for standard normal inputs; 0 if every sample is 0
 * @param constantInputs number of inputs that have the same value in every sample; all of them for a single sample
 * @param constantFraction constantInputs / M_0
 */
public record SampleMoments(
        double meanSquaredNorm,
        double meanCrossProduct,
        double normVariation,
        int constantInputs,
        double constantFraction) {

    /**
     * Computes the moments in one pass. The mean over pairs follows from |Σ_t x_t|² = Σ_t |x_t|² + Σ_{s≠t} x_s·x_t.
     * Time O(T·M_0), memory O(T + M_0). The sums over samples are compensated: the error of the cross product is of
     * order 10⁻¹⁶·M_0·q̂⁰ whatever T is.
     */
    static SampleMoments of(DoubleBuffer inputs, int samples, int width) {
        double[] row = new double[width];
        double[] sum = new double[width];
        double[] lost = new double[width];
        double[] first = new double[width];
        boolean[] varies = new boolean[width];
        double[] norms = new double[samples];
        inputs.get(0, first);
        for (int t = 0; t < samples; t++) {
            inputs.get(t * width, row);
            double norm = 0;
            for (int i = 0; i < width; i++) {
                double x = row[i];
                norm += x * x;
                double before = sum[i];
                double after = before + x;
                double part = after - before;
                lost[i] += (before - (after - part)) + (x - part);
                sum[i] = after;
                varies[i] |= x != first[i];
            }
            norms[t] = norm;
        }
        double ofSum = 0;
        int constant = 0;
        for (int i = 0; i < width; i++) {
            double s = sum[i] + lost[i];
            ofSum += s * s;
            constant += varies[i] ? 0 : 1;
        }
        double total = CompensatedSum.of(norms);
        double mean = total / samples;
        return new SampleMoments(
                mean / width,
                samples == 1 ? 0 : crossProduct(ofSum, total, samples, width),
                variation(norms, mean),
                constant,
                (double) constant / width);
    }

    /**
     * The mean over pairs, held to its bounds: 0 ≤ |Σ_t x_t|² ≤ T Σ_t |x_t|², so that it lies between −q̂⁰/(T − 1) and q̂⁰.
     * Equal samples reach the upper bound and samples that sum to 0 the lower one; a rounding would lead beyond them.
     */
    private static double crossProduct(double ofSum, double total, int samples, int width) {
        double meanSquare = total / samples / width;
        double pairs = (double) samples * (samples - 1.0);
        double mean = (ofSum - total) / pairs / width;
        return Math.max(-meanSquare / (samples - 1.0), Math.min(meanSquare, mean));
    }

    private static double variation(double[] norms, double mean) {
        if (mean == 0) {
            return 0;
        }
        double[] squares = new double[norms.length];
        for (int t = 0; t < norms.length; t++) {
            double deviation = norms[t] / mean - 1;
            squares[t] = deviation * deviation;
        }
        return Math.sqrt(CompensatedSum.of(squares) / norms.length);
    }
}
