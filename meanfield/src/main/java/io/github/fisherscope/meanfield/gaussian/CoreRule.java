package io.github.fisherscope.meanfield.gaussian;

/**
 * Gauss-Legendre panels over the core of an activation, for Gaussians at least as wide as the activation's own scale. Sixteen
 * nodes resolve φ on a panel to rounding: the nearest singularity lies on an ellipse with e^{−32·1.2} or less left.
 */
final class CoreRule {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    private static final double RANGE = 10.5;
    private static final double[] HALF_NODES = {
        0.09501250983763744, 0.2816035507792589, 0.45801677765722737, 0.6178762444026438,
        0.755404408355003, 0.8656312023878318, 0.9445750230732326, 0.9894009349916499
    };
    private static final double[] HALF_WEIGHTS = {
        0.1894506104550685, 0.18260341504492358, 0.16915651939500254, 0.14959598881657674,
        0.12462897125553388, 0.09515851168249279, 0.062253523938647894, 0.027152459411754096
    };

    private final double[] nodes;
    private final double[] weights;

    CoreRule(Asymptote asymptote) {
        int panels = (int) Math.ceil(2 * asymptote.core() / asymptote.panel());
        double half = asymptote.core() / panels;
        int order = 2 * HALF_NODES.length;
        this.nodes = new double[panels * order];
        this.weights = new double[panels * order];
        int next = 0;
        for (int p = 0; p < panels; p++) {
            double centre = -asymptote.core() + (2 * p + 1) * half;
            for (int i = 0; i < order; i++) {
                boolean left = i < order / 2;
                int k = left ? order / 2 - 1 - i : i - order / 2;
                nodes[next] = centre + (left ? -half : half) * HALF_NODES[k];
                weights[next++] = half * HALF_WEIGHTS[k];
            }
        }
    }

    /** Returns the nodes, in rising order; not to be changed. */
    double[] nodes() {
        return nodes;
    }

    /** Fills {@code out} with the weights of N(mu, own²) at the nodes. */
    void gaussian(double own, double mu, double[] out) {
        for (int i = 0; i < nodes.length; i++) {
            double y = (nodes[i] - mu) / own;
            out[i] = Math.abs(y) > RANGE ? 0 : weights[i] * INVERSE_ROOT_TWO_PI / own * StrictMath.exp(-0.5 * y * y);
        }
    }
}
