package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ValidityCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The law of the C(T − 1) eigenvalues of F below its outliers (of all CT in a centred network, which has none), for one random
 * network at finite width and the Gaussian likelihood with linear outputs. Deterministic: nothing is sampled.
 *
 * <p>Every hidden unit adds fluctuations to the forward and to the backward part of the kernel; they are integrated out unit
 * by unit, which changes the weights of the neighbouring layers, and the C×C block of each sample multiplies the whole.
 * Derived in {@code docs/theory/finite-width-law.md}, which also says what is heuristic.
 */
public final class FiniteWidthLaw {
    /** Most values of a unit's shared part. */
    static final int MOST_PARTS = 48;

    private static final int FEWEST_PARTS = 12;
    private static final double RESOLVED = 1e-3;

    private FiniteWidthLaw() {}

    /**
     * Predicts the bulk for independent inputs.
     *
     * <p>Cost: about a second of one core for three layers, on all cores; it grows like the square of the depth and depends
     * neither on widths nor on the number of samples. The same bits for any number of cores.
     *
     * @param spec the family of networks
     * @param moments second moments of the inputs
     * @param samples T ≥ 1
     * @return the law, or what it demands and does not find here
     */
    public static BulkPrediction of(NetworkSpec spec, InputMoments moments, long samples) {
        Args.requireInRange("samples", samples, 1L, Integer.MAX_VALUE * 1024L);
        List<ValidityCondition> demands = new ArrayList<>(BulkConditions.ofSizes(spec, samples));
        if (fails(demands)) {
            return BulkPrediction.none(demands);
        }
        OrderParameters order = OrderParameters.of(spec, moments);
        demands.addAll(BulkConditions.ofSignals(BulkSignals.of(spec, order)));
        if (fails(demands)) {
            return BulkPrediction.none(demands);
        }
        BulkNetwork network = BulkNetwork.of(spec, order);
        int parts = parts(network);
        BulkModel model =
                BulkModel.of(network, (double) samples, PairSpread.independent(network), Math.min(parts, MOST_PARTS));
        demands.addAll(BulkConditions.ofBlocks(model, parts <= MOST_PARTS));
        if (fails(demands)) {
            return BulkPrediction.none(demands);
        }
        int outliers = CentredNetworkLaw.isCentred(order) ? 0 : 1;
        return solve(model, Math.multiplyExact(spec.outputs(), samples - outliers), demands);
    }

    private static BulkPrediction solve(BulkModel model, long count, List<ValidityCondition> demands) {
        List<ValidityCondition> all = new ArrayList<>(demands);
        try {
            BulkLaw law = new BulkSolver(model).solve(count);
            all.add(new ValidityCondition("solved", true, "the equations of the law were solved at every point"));
            return new BulkPrediction(
                    Optional.of(law),
                    all,
                    BulkConditions.cautions(model.network().spec(), (long) model.samples()));
        } catch (ArithmeticException e) {
            all.add(new ValidityCondition(
                    "solved", false, "the equations of the law were not solved: " + e.getMessage()));
            return BulkPrediction.none(all);
        }
    }

    private static boolean fails(List<ValidityCondition> conditions) {
        return conditions.stream().anyMatch(c -> !c.holds());
    }

    /** Returns how many values of the shared part give every layer's averages to 1 in 1000. */
    private static int parts(BulkNetwork network) {
        int parts = FEWEST_PARTS;
        while (parts <= MOST_PARTS && !resolves(network, parts)) {
            parts *= 2;
        }
        return parts;
    }

    private static boolean resolves(BulkNetwork network, int parts) {
        GaussRule rule = GaussRule.normal(parts);
        for (int l = 1; l < network.depth(); l++) {
            if (LayerTypes.discrepancy(network, l, rule) > RESOLVED) {
                return false;
            }
        }
        return true;
    }
}
