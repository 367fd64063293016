package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.sweep.WidthFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Claims of one table that ratios of measurement to theory tend to 1 at infinite width: each fitted as a + b/M, all judged
 * at one family error rate shared evenly.
 */
final class Limits {
    private static final double FAMILY_ERROR_RATE = 0.01;

    private record Fit(String what, WidthFit fit) {}

    private final List<Fit> fits = new ArrayList<>();

    /**
     * Adds one ratio.
     *
     * @param what what is divided by theory
     * @param sizes M of each group
     * @param ratios measured / theory, one vector of networks per size
     */
    void add(String what, List<Integer> sizes, List<RealVector> ratios) {
        List<WidthFit.Group> groups = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            groups.add(new WidthFit.Group(sizes.get(i), ratios.get(i)));
        }
        fits.add(new Fit(what, WidthFit.of(groups)));
    }

    List<Outcome.Claim> claims() {
        double rate = FAMILY_ERROR_RATE / fits.size();
        return fits.stream()
                .map(f -> {
                    double allowed = f.fit.halfWidth(rate);
                    return Outcome.Claim.of(
                            Math.abs(f.fit.intercept() - 1) <= allowed,
                            String.format(
                                    Locale.ROOT,
                                    "%s / theory tends to %.4f ± %.4f as M → ∞; theory says 1.",
                                    f.what,
                                    f.fit.intercept(),
                                    allowed));
                })
                .toList();
    }
}
