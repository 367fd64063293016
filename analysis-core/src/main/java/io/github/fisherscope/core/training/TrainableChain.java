package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.JacobianProducts;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.network.NeuralNetwork;

/** A chain of dense layers that is trained. */
record TrainableChain(NeuralNetwork network) implements Trainable {
    @Override
    public int parameters() {
        return Math.toIntExact(network.parameters());
    }

    @Override
    public int inputs() {
        return network.inputs();
    }

    @Override
    public int outputs() {
        return network.outputs();
    }

    @Override
    public double[] theta() {
        return network.parameterVector();
    }

    @Override
    public TrainingPoint at(double[] theta, Dataset data, Loss loss, Backend backend) {
        return new Point(Linearization.of(network.withParameterVector(theta), data, backend), loss);
    }

    private static final class Point extends CachedPoint {
        private final Linearization at;

        Point(Linearization at, Loss loss) {
            super(at.outputs(), loss);
            this.at = at;
        }

        @Override
        double[] vjp(double[] g) {
            try (JacobianProducts products = JacobianProducts.of(at)) {
                return products.transposed(g);
            }
        }

        @Override
        public double[] jvp(double[] v) {
            try (JacobianProducts products = JacobianProducts.of(at)) {
                return products.forward(v);
            }
        }

        @Override
        SpectralFisherMatrix make(FisherForm form) {
            return FisherForms.spectral(form, at, FisherRequest.exact(loss.likelihood()));
        }

        @Override
        void closeNetwork() {
            at.close();
        }
    }
}
