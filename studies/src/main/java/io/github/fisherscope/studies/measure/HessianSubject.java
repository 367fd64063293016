package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.GraphLossHessian;
import io.github.fisherscope.core.fisher.HessianOperator;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.LossHessian;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.training.Loss;

/** A network at work whose Hessian is measured: what differs between a chain of dense layers and a graph. */
interface HessianSubject {
    /** Returns the Hessian, which whoever asks for the subject closes. */
    HessianOperator hessian();

    /** Returns C. */
    int outputs();

    ParameterBlocks blocks();

    /** Returns the Fisher matrix of the same likelihood, on its smaller side, for the caller to close. */
    WholeFisherMatrix fisher();

    /** Returns the loss itself. */
    double loss();

    /**
     * A chain of dense layers.
     *
     * @param hessian of it
     * @param at the chain at all samples
     */
    record Chain(LossHessian hessian, Linearization at, FisherRequest.Exact request, Labels labels)
            implements HessianSubject {
        static Chain of(Linearization at, FisherRequest.Exact request, Labels labels) {
            return new Chain(LossHessian.at(at, request, labels), at, request, labels);
        }

        @Override
        public int outputs() {
            return at.outputCount();
        }

        @Override
        public ParameterBlocks blocks() {
            return at.network().layout();
        }

        @Override
        public WholeFisherMatrix fisher() {
            return FisherRoutes.smaller(FisherRoute.NETWORK, at, request);
        }

        @Override
        public double loss() {
            double[] outputs = at.outputs();
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = request.outputActivation().value(outputs[i]);
            }
            return Loss.of(request.likelihood(), labels, outputs()).value(outputs);
        }
    }

    /**
     * A network of any layers.
     *
     * @param hessian of it
     * @param matrices its Fisher matrices
     */
    record Layers(GraphLossHessian hessian, GraphFisher matrices, FisherRequest.Exact request, Labels labels)
            implements HessianSubject {
        @Override
        public int outputs() {
            return matrices.graph().output().channels();
        }

        @Override
        public ParameterBlocks blocks() {
            return matrices.graph().blocks();
        }

        @Override
        public WholeFisherMatrix fisher() {
            return matrices.smaller();
        }

        @Override
        public double loss() {
            return Loss.of(request.likelihood(), labels, outputs()).value(hessian.outputs());
        }
    }
}
