package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherFactor;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.geometry.SingularGeometry;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.measure.CapacityMeasures;
import io.github.fisherscope.spectra.measure.PrecisionBits;
import io.github.fisherscope.studies.plan.Affordable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read off one network and not only off its spectrum. Each part is left out where it would cost more than a small
 * share of the study.
 *
 * @param eigenvectors over which layers the eigenvectors of the largest eigenvalues spread; empty where left out or
 *     where the vectors themselves were asked for
 * @param geometry rank and exact degeneracies, null where left out
 * @param precision bits per layer, null where left out
 * @param squaredParameterNorm ‖θ‖²
 * @param trials what training did at rates around the bound; empty unless asked for
 */
public record NetworkAnalysis(
        List<DistributionInfo.Eigenvector> eigenvectors,
        @Nullable GeometryInfo geometry,
        CapacityInfo.@Nullable Precision precision,
        double squaredParameterNorm,
        List<LearningRateInfo.Trial> trials) {
    /** Residual at which eigenvectors are good to about a millionth. */
    private static final double VECTOR_TOLERANCE = 1e-6;

    private static final int MOST_VECTORS = 10;
    private static final double PRIOR_VARIANCE = 1;

    /** Numbers up to which the sensitivities of all rows are kept at once; 512 MB. */
    private static final long LARGEST_FACTOR = 64_000_000;

    public NetworkAnalysis {
        eigenvectors = List.copyOf(eigenvectors);
        trials = List.copyOf(trials);
    }

    NetworkAnalysis withTrials(List<LearningRateInfo.Trial> value) {
        return new NetworkAnalysis(eigenvectors, geometry, precision, squaredParameterNorm, value);
    }

    /**
     * Analyses one network.
     *
     * @param room whether all sensitivities may be kept at once
     */
    static NetworkAnalysis of(
            Linearization at,
            Dataset data,
            FisherRequest request,
            FoundSpectrum found,
            EigenvalueSearch search,
            boolean room) {
        double squares = squaredNorm(at.network());
        if (at.network().parameters() > Affordable.LARGEST_VECTOR) {
            return new NetworkAnalysis(List.of(), null, null, squares, List.of());
        }
        CapacityInfo.Precision precision =
                precision(at.network(), FisherDiagonal.of(at, request).toArray(), at.samples());
        long rows = (long) request.rowsPerSample(at.outputCount()) * at.samples();
        long units =
                at.network().widths().stream().mapToLong(Integer::longValue).sum();
        boolean fits =
                room && rows * units <= LARGEST_FACTOR && found.spectrum().max() > 0;
        return new NetworkAnalysis(
                fits && !search.asksVectors() ? eigenvectors(at, request, search) : List.of(),
                fits && found.spectrum().complete() && request.outputActivation() instanceof Activation.Identity
                        ? geometry(at, data, request, found.spectrum())
                        : null,
                precision,
                squares,
                List.of());
    }

    /**
     * Returns what does not need all samples at once.
     *
     * @param diagonal the P entries F_ii, null where they are too many
     */
    static NetworkAnalysis ofStreamed(NeuralNetwork network, int samples, double @Nullable [] diagonal) {
        return new NetworkAnalysis(
                List.of(),
                null,
                diagonal == null ? null : precision(network, diagonal, samples),
                squaredNorm(network),
                List.of());
    }

    private static CapacityInfo.Precision precision(NeuralNetwork network, double[] diagonal, int samples) {
        PrecisionBits bits = PrecisionBits.of(
                RealVector.of(network.parameterVector()), RealVector.of(diagonal), network.layout(), samples);
        return new CapacityInfo.Precision(samples, bits.meanBits(), bits.maxBits(), bits.totalBits());
    }

    /** Returns ‖θ‖², row by row, without a vector of all parameters. */
    private static double squaredNorm(NeuralNetwork network) {
        double sum = 0;
        for (int l = 1; l <= network.depth(); l++) {
            double[] row = new double[network.width(l - 1)];
            for (int i = 0; i < network.width(l); i++) {
                network.copyWeightRow(l, i, row);
                sum += squares(row);
            }
            RealVector bias = network.layer(l).bias();
            sum += bias == null ? 0 : squares(bias.toArray());
        }
        return sum;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    /** Takes the eigenvectors of the dual matrix to parameter space. */
    private static List<DistributionInfo.Eigenvector> eigenvectors(
            Linearization at, FisherRequest request, EigenvalueSearch search) {
        List<DistributionInfo.Eigenvector> vectors = new ArrayList<>();
        try (WholeFisherMatrix dual = FisherRoutes.dual(FisherRoute.NETWORK, at, request);
                FisherMatrix whole = FisherForms.of(FisherForm.DUAL, at, request)) {
            FisherFactor factor = whole.factor().orElseThrow();
            int wanted = Math.min(MOST_VECTORS, at.outputCount());
            LanczosResult result = search.lanczos(at, dual, wanted, VECTOR_TOLERANCE);
            for (int i = 0; i < Math.min(wanted, result.ritzVectors().size()); i++) {
                double value = result.ritzValues().get(i);
                if (value > 0) {
                    RealVector v = RealVector.of(
                            factor.fromDual(result.ritzVectors().get(i).toArray()));
                    vectors.add(FoundVectors.share(i + 1, value, v, at.network().layout()));
                }
            }
        }
        return vectors;
    }

    private static GeometryInfo geometry(Linearization at, Dataset data, FisherRequest request, Spectrum spectrum) {
        SingularGeometry g = SingularGeometry.of(at, request, spectrum.rank(), spectrum.max());
        return new GeometryInfo(
                g.parameters(),
                g.rows(),
                g.measuredRank(),
                g.predictedRank(),
                g.degeneracies().stream()
                        .map(d -> new GeometryInfo.Degeneracy(d.kind().name(), d.directions(), d.explanation()))
                        .toList(),
                g.rescalingResidual(),
                SingularPart.of(at, request, data));
    }

    /** Returns the section of the first network, or null. */
    public static @Nullable GeometryInfo geometryOf(NetworkMeasurement first) {
        NetworkAnalysis analysis = first.closer().analysis();
        return analysis == null ? null : analysis.geometry();
    }

    /** Returns the description length under the prior N(0, I), or null when only part of the spectrum is known. */
    public CapacityInfo.@Nullable DescriptionLength descriptionLength(Spectrum spectrum, long observations) {
        if (!spectrum.complete()) {
            return null;
        }
        double prior = squaredParameterNorm / (2 * PRIOR_VARIANCE);
        double total = CapacityMeasures.descriptionLength(spectrum, squaredParameterNorm, PRIOR_VARIANCE, observations);
        return new CapacityInfo.DescriptionLength(prior, total - prior, PRIOR_VARIANCE, observations);
    }
}
