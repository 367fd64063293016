package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.gaussian.ConditionalLaw;

/**
 * What the law needs of a family of networks before any fluctuation is treated: order parameters, the kernel of the layers
 * up to each one on and off the diagonal, and the weight with which each layer's units enter the kernel.
 *
 * <p>Layers count as in the formulas: activations from 0 to L − 1, pre-activations and sensitivities from 1 to L.
 */
final class BulkNetwork {
    private final NetworkSpec spec;
    private final OrderParameters order;
    private final ConditionalLaw[] laws;
    private final double[] slopeSquare;
    private final double[] slopeProduct;
    private final double[] curvatureProduct;
    private final double[] diagonal;
    private final double[] offDiagonal;
    private final double[] weight;
    private final double[] factorShare;

    private BulkNetwork(NetworkSpec spec, OrderParameters order) {
        this.spec = spec;
        this.order = order;
        int depth = spec.depth();
        laws = new ConditionalLaw[depth];
        slopeSquare = new double[depth];
        slopeProduct = new double[depth];
        curvatureProduct = new double[depth];
        diagonal = new double[depth + 1];
        offDiagonal = new double[depth + 1];
        weight = new double[depth];
        factorShare = new double[depth];
    }

    /**
     * Evaluates them. Cost: some milliseconds a layer.
     *
     * @param order the order parameters of {@code spec}, in every layer with q_st &lt; q
     */
    static BulkNetwork of(NetworkSpec spec, OrderParameters order) {
        BulkNetwork network = new BulkNetwork(spec, order);
        network.average();
        network.kernels();
        network.weights();
        return network;
    }

    private void average() {
        for (int l = 1; l < depth(); l++) {
            ConditionalLaw law = ConditionalLaw.overAll(spec.activation(), order.q(l), shared(l));
            laws[l] = law;
            slopeSquare[l] = law.average(j -> law.moment(j, 0, 2));
            slopeProduct[l] = law.average(j -> law.moment(j, 0, 1) * law.moment(j, 0, 1));
            curvatureProduct[l] = law.average(j -> law.curvature(j) * law.curvature(j));
        }
    }

    private void kernels() {
        double w = spec.weightVariance();
        for (int l = 1; l <= depth(); l++) {
            diagonal[l] = spec.width(l - 1) * order.qHat(l - 1) + spec.shift();
            offDiagonal[l] = pairWeight(l);
            if (l > 1) {
                diagonal[l] += w * slopeSquare[l - 1] * diagonal[l - 1];
                offDiagonal[l] += w * slopeProduct[l - 1] * offDiagonal[l - 1];
            }
        }
    }

    /** What a unit's own part adds to the kernel, with everything that the layers above pass on of it. */
    private void weights() {
        double w = spec.weightVariance();
        double fromLast = 1;
        for (int l = depth() - 1; l >= 0; l--) {
            weight[l] = order.qTildePair(l + 1);
            if (l + 1 < depth()) {
                int k = l + 1;
                double ratio = w * spec.width(k) / spec.width(l);
                double bent = offDiagonal[k] * w * order.qTildePair(k + 1) / spec.width(k) * curvatureProduct[k];
                weight[l] += ratio * (bent + weight[k] * slopeProduct[k]);
                fromLast *= ratio * slopeProduct[k];
            }
            factorShare[l] = 1 - fromLast / weight[l];
        }
    }

    NetworkSpec spec() {
        return spec;
    }

    OrderParameters order() {
        return order;
    }

    int depth() {
        return spec.depth();
    }

    int width(int l) {
        return spec.width(l);
    }

    int outputs() {
        return spec.outputs();
    }

    double weightVariance() {
        return spec.weightVariance();
    }

    /** Returns q_st^l, or 0 where it is negative: the variance of what all samples share. */
    double shared(int l) {
        return Math.max(0, order.qPair(l));
    }

    /** Returns the moments of layer l, from 1 to L − 1, at nodes that integrate over the shared part. */
    ConditionalLaw law(int l) {
        return laws[l];
    }

    /** Returns E (E[φ'|z])² of layer l. */
    double slopeProduct(int l) {
        return slopeProduct[l];
    }

    /** Returns E φ'² of layer l. */
    double slopeSquare(int l) {
        return slopeSquare[l];
    }

    /** Returns E (E[φ''|z])² of layer l. */
    double curvatureProduct(int l) {
        return curvatureProduct[l];
    }

    /** Returns β_l = M_{l−1} q̂_st^{l−1} + 1: how much the backward fluctuations of layer l count. */
    double pairWeight(int l) {
        return spec.width(l - 1) * order.qHatPair(l - 1) + spec.shift();
    }

    /** Returns the kernel of the layers up to l for a sample with itself. */
    double diagonal(int l) {
        return diagonal[l];
    }

    /** Returns the kernel of the layers up to l for two samples. */
    double offDiagonal(int l) {
        return offDiagonal[l];
    }

    /** Returns S₁. */
    double gradientSquare() {
        return diagonal[depth()];
    }

    /** Returns S₁ − S₂, T times the mean of the bulk. */
    double bulk() {
        return diagonal[depth()] - offDiagonal[depth()];
    }

    /** Returns S₁ − S₂ without the last layer's own part. */
    double bulkBelowLast() {
        double sum = 0;
        for (int l = 1; l < depth(); l++) {
            sum += order.qTilde(l) * (spec.width(l - 1) * order.qHat(l - 1) + spec.shift())
                    - order.qTildePair(l) * pairWeight(l);
        }
        return sum;
    }

    /** Returns a_l at infinite width: the weight of a unit's own part, forward and through the layers above. */
    double weight(int l) {
        return weight[l];
    }

    /** Returns the share of {@link #weight} that carries the factor of a sample's block of outputs. */
    double factorShare(int l) {
        return factorShare[l];
    }
}
