package io.github.fisherscope.reports.text;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;

/** The spectrum in one line of blocks: logarithmic bins, logarithmic counts. */
final class Sparkline {
    private static final String BLOCKS = " ▁▂▃▄▅▆▇█";
    private static final int BINS = 48;

    private Sparkline() {}

    static String of(SpectrumResult result) {
        RealVector all = result.spectrum().eigenvalues();
        RealVector shown = all.isEmpty() ? result.spectrum().top() : all;
        Double threshold = result.spectrum().ranks().rankThreshold();
        double[] values = shown.stream()
                .filter(v -> v > 0 && (threshold == null || v > threshold))
                .toArray();
        if (values.length == 0) {
            return "no positive eigenvalues";
        }
        double high = values[0];
        double low = values[values.length - 1];
        double step = Math.log(high / low) / BINS;
        int[] counts = new int[BINS];
        for (double v : values) {
            int bin = step > 0 ? (int) (Math.log(v / low) / step) : 0;
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        double most = 1;
        for (int c : counts) {
            most = Math.max(most, c);
        }
        StringBuilder line =
                new StringBuilder("λ ").append(Numbers.significant(low, 3)).append(" ▕");
        for (int c : counts) {
            int height = c == 0 ? 0 : (int) Math.max(1, Math.round(8 * Math.log1p(c) / Math.log1p(most)));
            line.append(BLOCKS.charAt(height));
        }
        return line.append("▏ ")
                .append(Numbers.significant(high, 3))
                .append("  (logarithmic")
                .append(negatives(result))
                .append(')')
                .toString();
    }

    /** Returns how many eigenvalues the line leaves out because they are negative. */
    private static String negatives(SpectrumResult result) {
        double threshold = result.spectrum().ranks().rankThreshold() == null
                ? 0
                : result.spectrum().ranks().rankThreshold();
        long negative = result.spectrum().eigenvalues().stream()
                .filter(v -> v < -threshold)
                .count();
        return negative == 0 || !result.fisher().indefinite()
                ? ""
                : "; beside them %s negative %s".formatted(Numbers.count(negative), negative == 1 ? "one" : "ones");
    }
}
