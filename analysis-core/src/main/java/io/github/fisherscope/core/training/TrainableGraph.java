package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.GraphForms;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import org.jspecify.annotations.Nullable;

/** A network of any layers that is trained. */
record TrainableGraph(GraphNetwork network) implements Trainable {
    @Override
    public int parameters() {
        return Math.toIntExact(network.graph().parameters());
    }

    @Override
    public int inputs() {
        return network.graph().input().size();
    }

    @Override
    public int outputs() {
        return network.graph().output().channels();
    }

    @Override
    public int positions() {
        return network.graph().output().positions();
    }

    @Override
    public double[] theta() {
        return network.parameters().toArray();
    }

    @Override
    public TrainingPoint at(double[] theta, Dataset data, Loss loss, Backend backend) {
        return new Point(network.withParameters(RealVector.of(theta)), data, loss, backend);
    }

    private static final class Point extends CachedPoint {
        private final GraphNetwork network;
        private final Dataset data;
        private final Backend backend;
        private final GraphLinearization at;
        private @Nullable GraphFisher fisher;

        Point(GraphNetwork network, Dataset data, Loss loss, Backend backend) {
            this(network, data, loss, backend, GraphLinearization.of(network, data, backend));
        }

        private Point(GraphNetwork network, Dataset data, Loss loss, Backend backend, GraphLinearization at) {
            super(at.outputs(), loss);
            this.network = network;
            this.data = data;
            this.backend = backend;
            this.at = at;
        }

        @Override
        double[] vjp(double[] g) {
            return at.vjp(g);
        }

        @Override
        public double[] jvp(double[] v) {
            return at.jvp(v);
        }

        @Override
        SpectralFisherMatrix make(FisherForm form) {
            GraphFisher known = fisher;
            if (known == null) {
                known = GraphFisher.of(network, data, FisherRequest.exact(loss.likelihood()), backend);
                fisher = known;
            }
            return GraphForms.spectral(form, known, KroneckerSharing.EXPAND);
        }

        @Override
        void closeNetwork() {
            GraphFisher known = fisher;
            if (known != null) {
                known.close();
            }
            at.close();
        }
    }
}
