package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.geometry.NaturalGradient;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.reports.chart.Palette;

/**
 * The forms of the Fisher matrix that natural gradients can take, one output, and how far S = JBJᵀ/T with the form's
 * pseudo-inverse B is from a multiple of the identity: if S = αI, a step with the rate η multiplies the residual of the linearised
 * network by 1 − αη in every direction.
 */
enum Isotropy {
    EXACT(FisherForm.DUAL, "exact", Palette.BLACK),
    LAYERS(FisherForm.LAYERS, "layers", Palette.BLUE),
    TRIDIAGONAL(FisherForm.BLOCK_TRIDIAGONAL, "block-tridiagonal", Palette.VERMILION),
    KRONECKER(FisherForm.KRONECKER, "K-FAC", Palette.GREEN);

    private final FisherForm form;
    private final String label;
    private final int color;

    Isotropy(FisherForm form, String label, int color) {
        this.form = form;
        this.label = label;
        this.color = color;
    }

    int color() {
        return color;
    }

    FisherForm form() {
        return form;
    }

    String label() {
        return label;
    }

    /**
     * Returns α for L layers and T samples: 1; L; 1ᵀN⁻¹1 with the tridiagonal L × L matrix N of ones; T for every layer but the
     * last and 1 for that one.
     */
    double alpha(int layers, int samples) {
        return switch (this) {
            case EXACT -> 1;
            case LAYERS -> layers;
            case TRIDIAGONAL -> tridiagonal(layers);
            case KRONECKER -> (double) samples * (layers - 1) + 1;
        };
    }

    /** Solves N x = 1 from above: x_1 = a, x_2 = 1 − a, x_{k+1} = 1 − x_k − x_{k−1}, which the last row closes. */
    private static double tridiagonal(int layers) {
        double[] constant = new double[layers + 2];
        double[] slope = new double[layers + 2];
        slope[1] = 1;
        for (int k = 1; k <= layers; k++) {
            constant[k + 1] = 1 - constant[k] - constant[k - 1];
            slope[k + 1] = -slope[k] - slope[k - 1];
        }
        double first = -constant[layers + 1] / slope[layers + 1];
        double sum = 0;
        for (int k = 1; k <= layers; k++) {
            sum += constant[k] + slope[k] * first;
        }
        return sum;
    }

    /** Returns ‖S − αI‖ / (α √T) in the Frobenius norm. */
    double deviation(NeuralNetwork network, Dataset data, Backend backend) {
        int samples = data.samples();
        double alpha = alpha(network.depth(), samples);
        double squares = 0;
        try (Linearization at = Linearization.of(network, data, backend);
                JacobianProducts jacobian = JacobianProducts.of(at);
                SpectralFisherMatrix f =
                        FisherForms.spectral(form, at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            NaturalGradient natural = NaturalGradient.of(f);
            double[] unit = new double[samples];
            for (int t = 0; t < samples; t++) {
                unit[t] = 1.0 / samples;
                double[] row = jacobian.forward(natural.step(jacobian.transposed(unit)));
                unit[t] = 0;
                for (int s = 0; s < samples; s++) {
                    double apart = row[s] - (s == t ? alpha : 0);
                    squares += apart * apart;
                }
            }
        }
        return Math.sqrt(squares / samples) / alpha;
    }
}
