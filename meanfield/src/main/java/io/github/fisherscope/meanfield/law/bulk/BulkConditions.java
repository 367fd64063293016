package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.ValidityCondition;
import io.github.fisherscope.meanfield.gaussian.ConditionalLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the law demands, and what makes its numbers rough, each with what was found where it was simulated. */
final class BulkConditions {
    /** The cost grows like the square of the depth, and nothing deeper than five layers was simulated. */
    static final int DEEPEST = 8;

    private static final double FEWEST_PARAMETERS = 4;
    private static final double SMALLEST_OWN = 1e-6;
    private static final int MOST_SAMPLES = 1000;
    private static final double SMALLEST_KERNEL = 1e-6;
    private static final double LARGEST_BLOCK = 0.5;
    private static final double SMALLEST_FACTOR = 0.05;
    private static final int DEPTH_OF_GOOD_ENDS = 4;
    private static final int DEEPEST_SIMULATED = 5;
    private static final int NARROWEST_SIMULATED = 200;
    private static final double LARGEST_RATIO_SIMULATED = 4;

    private BulkConditions() {}

    /** Returns what can be told from the sizes alone. */
    static List<ValidityCondition> ofSizes(NetworkSpec spec, long samples) {
        List<ValidityCondition> list = new ArrayList<>();
        int depth = spec.depth();
        list.add(condition(
                "hidden-layer",
                depth >= 2,
                "the law is that of units of hidden layers; the network has %d of them",
                depth - 1));
        list.add(condition(
                "few-layers",
                depth <= DEEPEST,
                "the law is solved for up to %d weight layers and was simulated for up to %d; the network has %d",
                DEEPEST,
                DEEPEST_SIMULATED,
                depth));
        list.add(condition(
                "bulk-exists", samples >= 2, "the bulk is what more than one sample adds; there are %d", samples));
        double dual = (double) spec.outputs() * samples;
        list.add(condition(
                "rank",
                FEWEST_PARAMETERS * dual <= spec.parameters(),
                "the law needs CT far below P, at most a quarter of it; CT = %.0f, P = %d",
                dual,
                spec.parameters()));
        boolean linear = spec.activation() instanceof Activation.Identity
                || (spec.activation() instanceof Activation.LeakyRelu leaky && leaky.slope() == 1);
        list.add(condition(
                "no-exact-zeros",
                !linear || samples <= spec.inputs(),
                "a linear network has at most C(M_0 + 1) non-zero eigenvalues, so the law needs T ≤ M_0; T = %d, M_0 = %d",
                samples,
                spec.inputs()));
        return list;
    }

    /** Returns what the order parameters demand. */
    static List<ValidityCondition> ofSignals(BulkSignals signals) {
        List<ValidityCondition> list = new ArrayList<>();
        list.add(condition(
                "samples-differ",
                signals.smallestOwnShare() > SMALLEST_OWN,
                "the law needs samples that differ in every layer; 1 − q_st/q is %.2g in the layer where they differ least",
                signals.smallestOwnShare()));
        list.add(condition(
                "moderate-signals",
                signals.piecewiseLinear() || signals.largestOwn() <= ConditionalLaw.WIDEST,
                "with a smooth activation the law is computed for pre-activations that vary by at most %.0f between"
                        + " samples; here by %.4g",
                ConditionalLaw.WIDEST,
                signals.largestOwn()));
        return list;
    }

    /** Returns what the inputs themselves demand. */
    static ValidityCondition ofData(int samples) {
        return condition(
                "few-samples",
                samples <= MOST_SAMPLES,
                "on given inputs the law takes up to %d samples; there are %d",
                MOST_SAMPLES,
                samples);
    }

    /** Returns what the infinite-width kernel on given inputs demands. */
    static ValidityCondition ofKernel(DataProfiles profiles, double mean) {
        double smallest = profiles.kernel().get(profiles.kernel().size() - 1) / mean;
        return condition(
                "different-samples",
                smallest > SMALLEST_KERNEL,
                "the law needs samples that are no copies of each other; the smallest eigenvalue of the infinite-width kernel"
                        + " is %.2g of the mean",
                smallest);
    }

    /** Returns whether the layers' averages are right. */
    static ValidityCondition resolved(boolean resolved) {
        return condition(
                "resolved",
                resolved,
                resolved
                        ? "up to %d values of a unit's shared part give the layers' averages to 1 in 1000"
                        : "the shared part of a unit's signal decides so sharply what its own part does that %d values of it do"
                                + " not give the layers' averages to 1 in 1000; samples are nearly equal (q_st/q close to 1)",
                FiniteWidthLaw.MOST_PARTS);
    }

    /** Returns what the fluctuations of the samples' blocks demand. */
    static List<ValidityCondition> ofBlocks(BulkModel model) {
        BlockVariance blocks = model.blocks();
        List<ValidityCondition> list = new ArrayList<>();
        double smallest = blocks.own() < 1 ? model.ownFactor().node(0) : 0;
        list.add(condition(
                "small-blocks",
                blocks.shared() <= LARGEST_BLOCK && blocks.own() <= LARGEST_BLOCK && smallest > SMALLEST_FACTOR,
                Double.isNaN(blocks.shared() + blocks.own())
                        ? "doubles do not hold how much a sample's block of outputs varies, and the law treats that as small"
                        : "a sample's block of outputs varies relatively by %.3g between networks and by %.3g between samples;"
                                + " the law treats both as small, and wider layers make them so",
                blocks.shared(),
                blocks.own()));
        return list;
    }

    /** Returns what makes the numbers rough. */
    static List<ValidityCondition> cautions(NetworkSpec spec, long samples, boolean data) {
        List<ValidityCondition> list = new ArrayList<>();
        if (data) {
            list.add(condition(
                    "ends-on-data",
                    false,
                    "on given inputs the ends are rough, since a few samples hold them: on images the largest eigenvalue of the bulk was"
                            + " 10 to 18 %% too high, the smallest 9 to 19 %% too low, the 5 %% quantile 6 to 9 %% too low and the"
                            + " variance up to 11 %% too high"));
        }
        list.add(condition(
                "good-ends",
                spec.depth() <= DEPTH_OF_GOOD_ENDS || spec.outputs() == 1,
                "largest and smallest eigenvalue are within about 5 %% up to %d weight layers; with %d of them and %d outputs"
                        + " the largest was 9 to 13 %% too high where it was simulated",
                DEPTH_OF_GOOD_ENDS,
                spec.depth(),
                spec.outputs()));
        int narrowest = Integer.MAX_VALUE;
        for (int l = 1; l < spec.depth(); l++) {
            narrowest = Math.min(narrowest, spec.width(l));
        }
        double ratio = (double) spec.outputs() * samples / narrowest;
        list.add(condition(
                "simulated-range",
                spec.depth() <= DEEPEST_SIMULATED
                        && narrowest >= NARROWEST_SIMULATED
                        && ratio <= LARGEST_RATIO_SIMULATED,
                "the law was held against simulations with up to %d weight layers, at least %d units in each hidden layer and"
                        + " CT/M up to %.0f; here %d, %d and %.3g",
                DEEPEST_SIMULATED,
                NARROWEST_SIMULATED,
                LARGEST_RATIO_SIMULATED,
                spec.depth(),
                narrowest,
                ratio));
        return list;
    }

    private static ValidityCondition condition(String name, boolean holds, String text, Object... numbers) {
        return new ValidityCondition(name, holds, String.format(Locale.ROOT, text, numbers));
    }
}
