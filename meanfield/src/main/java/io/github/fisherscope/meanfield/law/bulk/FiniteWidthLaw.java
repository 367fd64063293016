package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ValidityCondition;
import io.github.fisherscope.meanfield.kernel.LayerKernels;
import io.github.fisherscope.meanfield.kernel.LayerKernels.Kind;
import io.github.fisherscope.meanfield.law.bulk.BulkSolver.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
     * <p>Cost: about a second of one core for three layers, spread over all cores; it grows like the square of the depth and
     * depends neither on widths nor on the number of samples. The same bits for any number of cores.
     *
     * @param spec the family of networks
     * @param moments second moments of the inputs
     * @param samples T ≥ 1
     * @return the law, or what it demands and does not find here
     */
    public static BulkPrediction of(NetworkSpec spec, InputMoments moments, long samples) {
        Args.requireInRange("samples", samples, 1L, Integer.MAX_VALUE * 1024L);
        Preparation p = Preparation.of(spec, moments, samples);
        if (p.network.isEmpty()) {
            return BulkPrediction.none(p.demands);
        }
        BulkNetwork network = p.network.get();
        BulkModel model = BulkModel.of(network, (double) samples, PairSpread.independent(network), p.parts);
        p.demands.addAll(BulkConditions.ofBlocks(model));
        if (fails(p.demands)) {
            return BulkPrediction.none(p.demands);
        }
        GaussRule own = model.ownFactor();
        Search search = Search.about(network.bulk() / samples);
        long count = Math.multiplyExact(spec.outputs(), samples - p.outliers);
        return solved(
                p.demands,
                BulkConditions.cautions(spec, samples, false),
                () -> new BulkSolver(model, lambda -> new IndependentInputs(model, lambda, own)).solve(search, count));
    }

    /**
     * Predicts the bulk on given inputs. At infinite width it is the spectrum of the infinite-width kernel.
     *
     * <p>Cost: as for independent inputs, plus the eigenvectors of a T×T matrix and O(T) per evaluation of the equations: some
     * seconds for a few hundred samples. Memory: 4L matrices of T×T.
     *
     * @param spec the family of networks
     * @param gram T×T products x_s·x_t/M_0, row by row
     * @return the law, or what it demands and does not find here
     */
    public static BulkPrediction onData(NetworkSpec spec, RealVector gram) {
        int samples = (int) Math.round(Math.sqrt(gram.size()));
        List<ValidityCondition> sizes = List.of(BulkConditions.ofData(samples));
        if (fails(sizes)) {
            return BulkPrediction.none(sizes);
        }
        LayerKernels inputs = LayerKernels.of(NetworkSpec.of(spec.activation(), 1, 0, spec.inputs(), 1), gram);
        double same = inputs.diagonalMean(Kind.ACTIVATIONS, 0);
        double pair = Math.max(-same, Math.min(same, inputs.pairMean(Kind.ACTIVATIONS, 0)));
        Preparation p = Preparation.of(spec, new InputMoments(same, pair), samples);
        if (p.network.isEmpty()) {
            return BulkPrediction.none(p.demands);
        }
        BulkNetwork network = p.network.get();
        LayerKernels kernels = LayerKernels.of(spec, gram);
        BulkModel model = BulkModel.of(network, samples, PairSpread.onData(network, kernels), p.parts);
        p.demands.addAll(BulkConditions.ofBlocks(model));
        if (fails(p.demands)) {
            return BulkPrediction.none(p.demands);
        }
        DataProfiles profiles = DataProfiles.of(network, kernels, p.outliers);
        p.demands.add(BulkConditions.ofKernel(profiles, network.bulk()));
        if (fails(p.demands)) {
            return BulkPrediction.none(p.demands);
        }
        GaussRule own = model.ownFactor();
        RealVector kernel = profiles.kernel();
        Search search = Search.over(
                kernel.get(kernel.size() - 1) / samples,
                kernel.get(0) / samples,
                kernel.size(),
                network.bulk() / samples);
        long count = (long) spec.outputs() * kernel.size();
        return solved(
                p.demands,
                BulkConditions.cautions(spec, samples, true),
                () -> new BulkSolver(model, lambda -> new GivenInputs(model, lambda, own, profiles))
                        .solve(search, count));
    }

    /** What both kinds of inputs need first. */
    private record Preparation(
            List<ValidityCondition> demands, Optional<BulkNetwork> network, int parts, int outliers) {

        static Preparation of(NetworkSpec spec, InputMoments moments, long samples) {
            List<ValidityCondition> demands = new ArrayList<>(BulkConditions.ofSizes(spec, samples));
            if (fails(demands)) {
                return new Preparation(demands, Optional.empty(), 0, 0);
            }
            OrderParameters order = OrderParameters.of(spec, moments);
            demands.addAll(BulkConditions.ofSignals(BulkSignals.of(spec, order)));
            if (fails(demands)) {
                return new Preparation(demands, Optional.empty(), 0, 0);
            }
            BulkNetwork network = BulkNetwork.of(spec, order);
            int parts = partsFor(network);
            demands.add(BulkConditions.resolved(parts <= MOST_PARTS));
            int outliers = CentredNetworkLaw.isCentred(order) ? 0 : 1;
            return new Preparation(
                    demands, parts <= MOST_PARTS ? Optional.of(network) : Optional.empty(), parts, outliers);
        }
    }

    private static BulkPrediction solved(
            List<ValidityCondition> demands, List<ValidityCondition> cautions, Supplier<BulkLaw> solution) {
        try {
            BulkLaw law = solution.get();
            demands.add(new ValidityCondition("solved", true, "the equations of the law were solved at every point"));
            return new BulkPrediction(Optional.of(law), demands, cautions);
        } catch (ArithmeticException e) {
            demands.add(new ValidityCondition(
                    "solved", false, "the equations of the law were not solved: " + e.getMessage()));
            return BulkPrediction.none(demands);
        }
    }

    private static boolean fails(List<ValidityCondition> conditions) {
        return conditions.stream().anyMatch(c -> !c.holds());
    }

    /** Returns how many values of the shared part give every layer's averages to 1 in 1000. */
    private static int partsFor(BulkNetwork network) {
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
