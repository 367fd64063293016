package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.GraphForms;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.method.SearchEnd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures a form of the Fisher matrix of a network of any layers: all its eigenvalues by direct eigensolvers, parameter tensor
 * by tensor where the form has blocks of them, and trace and squared norm by a second route.
 */
final class GraphFormMeasurer {
    private final StudiedMatrix.Form matrix;
    private final GraphFisher fisher;
    private final int outputs;

    GraphFormMeasurer(StudiedMatrix.Form matrix, GraphFisher fisher) {
        this.matrix = matrix;
        this.fisher = fisher;
        this.outputs = fisher.graph().output().channels();
    }

    /**
     * Measures the form.
     *
     * @param wholeMax λ_max of the whole matrix, which bounds learning rates whatever form is looked at
     */
    NetworkMeasurement measure(double wholeMax) {
        try (SpectralFisherMatrix form = GraphForms.spectral(matrix.kind(), fisher, matrix.sharing())) {
            Spectrum spectrum = Spectrum.complete(form.eigenvalues().toArray(), form.dimension(), "direct");
            double trace = form.trace();
            double squares = form.squaredNorm();
            return new NetworkMeasurement(
                    matrix,
                    spectrum,
                    new NetworkMeasurement.Moments(
                            trace,
                            Estimate.exact(squares),
                            NetworkMeasurement.topMean(spectrum, outputs, spectrum.count()),
                            0),
                    null,
                    layers(form),
                    new NetworkMeasurement.Search(
                            new SearchEnd.Direct(), true, null, MatrixMeasurer.moments(spectrum, trace, squares)),
                    new NetworkMeasurement.CloserLook(wholeMax, null, null, null));
        }
    }

    private List<LayerMeasurement> layers(SpectralFisherMatrix form) {
        List<LayerMeasurement> layers = new ArrayList<>();
        List<ParameterTensor> tensors = fisher.graph().tensors();
        double[] diagonal = matrix.kind() == FisherForm.DIAGONAL ? form.diagonal() : new double[0];
        for (int k = 0; k < tensors.size(); k++) {
            ParameterTensor tensor = tensors.get(k);
            if (matrix.kind() == FisherForm.LAYERS) {
                SpectralFisherMatrix block = form.blocks().get(k);
                layers.add(layer(block.trace(), block.squaredNorm(), block.eigenvalues(), tensor));
            } else if (matrix.kind() == FisherForm.DIAGONAL) {
                int from = Math.toIntExact(tensor.offset());
                double[] own = Arrays.copyOfRange(diagonal, from, Math.toIntExact(tensor.end()));
                double trace = RealVector.of(own).sum();
                double squares = Arrays.stream(own).map(x -> x * x).sum();
                Arrays.sort(own);
                double[] falling = new double[own.length];
                for (int i = 0; i < own.length; i++) {
                    falling[i] = own[own.length - 1 - i];
                }
                layers.add(layer(trace, squares, RealVector.of(falling), tensor));
            }
        }
        return layers;
    }

    private LayerMeasurement layer(double trace, double squares, RealVector falling, ParameterTensor tensor) {
        RealVector top = falling.slice(0, Math.min(outputs, falling.size()));
        return LayerMeasurement.of(
                trace, squares, top, outputs, falling.size(), tensor.shape().size());
    }
}
