package io.github.fisherscope.results.theory;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.Statistics;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every prediction for one family of networks: the document that {@code fisher theory --json} writes. What does not exist
 * for a specification, or is infinite, is null. {@code docs/how-to/predict.md} says what each field means and a test holds
 * the two together; a field that changes its name or meaning changes {@link #SCHEMA}. The components of {@code place},
 * {@code predictions} and {@code related} lie side by side in the document.
 *
 * <p>Vectors over layers have L entries: {@code q}, {@code qSt}, {@code qTilde}, {@code qTildeSt} for l = 1…L, {@code qHat}
 * and {@code qHatSt} for l = 0…L−1.
 *
 * @param schema {@link #SCHEMA}
 * @param version of the program
 * @param place whether the formulas apply, and where the family stands
 * @param predictions for the Fisher matrix
 * @param related predictions for its relatives
 * @param notes what the reader must know besides, in sentences
 */
public record TheoryReport(
        String schema,
        String version,
        Network network,
        Inputs inputs,
        @JsonUnwrapped Place place,
        @JsonUnwrapped Predictions predictions,
        @JsonUnwrapped Related related,
        List<String> notes) {

    /** Identifies the form of the document. */
    public static final String SCHEMA = "fisherscope/theory/2";

    public TheoryReport {
        Objects.requireNonNull(schema, "schema");
        notes = List.copyOf(notes);
    }

    /** Whether the formulas apply, and where the family stands. */
    public record Place(boolean applies, List<Condition> conditions, Phase phase, OrderParameters orderParameters) {
        public Place {
            conditions = List.copyOf(conditions);
        }
    }

    /** Predictions for the Fisher matrix; {@code leadingOrder} is null where it does not exist. */
    public record Predictions(
            PredictedStatistics statistics,
            @Nullable LeadingOrder leadingOrder,
            List<Layer> layers,
            Fluctuations fluctuations,
            Bounds bounds,
            LearningRate learningRate,
            FisherRao fisherRao,
            Capacity capacity) {
        public Predictions {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Predictions for its relatives.
     *
     * @param tangentKernel in its own parameterisation
     * @param normalisation null for one sample
     * @param softmax averages over networks for C = 2, null otherwise: for more outputs they need the network's own
     * @param centred null unless κ₂ = 0 in every layer
     * @param kernel null unless it was asked for
     * @param bulkLaw null unless it was asked for
     */
    public record Related(
            TwoLevels tangentKernel,
            TwoLevels metric,
            TwoLevels inputMetric,
            @Nullable Normalisation normalisation,
            @Nullable Softmax softmax,
            @Nullable Centred centred,
            @Nullable Kernel kernel,
            @Nullable BulkLaw bulkLaw) {}

    /**
     * The family of random networks.
     *
     * @param file whose widths and variances the family has, {@link NetworkInfo.Given#NOT} where they were given
     */
    public record Network(
            List<Integer> widths,
            String activation,
            double weightVariance,
            double biasVariance,
            boolean biases,
            long parameters,
            @JsonUnwrapped NetworkInfo.Given file) {
        public Network {
            widths = List.copyOf(widths);
        }
    }

    public record Inputs(long samples, double meanSquare, double crossProduct) {}

    public record Condition(String name, boolean holds, String explanation) {}

    /** {@code edgeWeightVariance} is σ_w² at χ₁ = 1 for this σ_b². */
    public record Phase(
            String name,
            @Nullable Double fixedPoint,
            double chi1,
            double chiQ,
            double correlation,
            double chiC,
            @JsonUnwrapped DepthScales depths,
            @Nullable Double edgeWeightVariance) {}

    /** Depth scales in layers, null where infinite. */
    public record DepthScales(
            @Nullable Double varianceDepth,
            @Nullable Double correlationDepth,
            @Nullable Double gradientDepth) {}

    public record OrderParameters(
            List<Double> q,
            List<Double> qSt,
            List<Double> qHat,
            List<Double> qHatSt,
            List<Double> qTilde,
            List<Double> qTildeSt) {
        public OrderParameters {
            q = List.copyOf(q);
            qSt = List.copyOf(qSt);
            qHat = List.copyOf(qHat);
            qHatSt = List.copyOf(qHatSt);
            qTilde = List.copyOf(qTilde);
            qTildeSt = List.copyOf(qTildeSt);
        }
    }

    /** {@code secondMomentTwoLevel} and {@code outlier} are the plain forms without any correction. */
    public record PredictedStatistics(
            double gradientSquare,
            double gradientOverlap,
            @JsonUnwrapped Statistics values,
            double secondMomentTwoLevel,
            double outlier,
            String basis) {

        /** Returns the predicted tr F / P. */
        public double mean() {
            return Objects.requireNonNull(values.mean());
        }

        /** Returns the predicted tr F² / P. */
        public double secondMoment() {
            return Objects.requireNonNull(values.secondMoment());
        }

        /** Returns the predicted mean of the C largest eigenvalues. */
        public double topMean() {
            return Objects.requireNonNull(values.topMean());
        }

        /** Returns the predicted largest eigenvalue. */
        public double max() {
            return Objects.requireNonNull(values.max());
        }

        /** Returns the predicted bulk. */
        public double bulk() {
            return Objects.requireNonNull(values.bulk());
        }
    }

    /** The limit of the paper; {@code topMean} is the level of the C outliers. */
    public record LeadingOrder(
            double kappa1,
            double kappa2,
            double alpha,
            int referenceWidth,
            double mean,
            double secondMoment,
            double topMean,
            double bulk) {}

    /** {@code topMean} is the level of the C outliers of the layer's block. */
    public record Layer(
            int layer, long parameters, double mean, double topMean, double weightDiagonal, double biasDiagonal) {}

    /** Null where the expansion does not exist. Scatter is the relative standard deviation of one network. */
    public record Fluctuations(
            @Nullable Double pairVariance,
            @Nullable Double crossPairVariance,
            @Nullable Double meanScatter,
            @Nullable Double secondMomentScatter,
            @Nullable Double topMeanScatter) {}

    /** Bounds that hold for every positive semidefinite matrix that has the predicted moments, and the rank. */
    public record Bounds(double maxLower, double maxUpper, double countAboveOne, long rank) {}

    public record LearningRate(double plain, double heavyBall, double nesterov) {}

    public record FisherRao(
            double total,
            double weights,
            double diagonalWeights,
            double diagonalBiases,
            List<Double> perLayer,
            List<Double> perLayerWeights) {
        public FisherRao {
            perLayer = List.copyOf(perLayer);
            perLayerWeights = List.copyOf(perLayerWeights);
        }
    }

    public record Capacity(
            double participationRatio, double effectiveRank, double logVolume, double effectiveDimension) {}

    /** A spectrum of outliers at {@code topMean} above a bulk. */
    public record TwoLevels(double mean, double secondMoment, double topMean, double bulk) {}

    public record Normalisation(
            double mean,
            double secondMoment,
            double secondMomentLeading,
            double max,
            double maxLeading,
            double batchVariance,
            @Nullable Double batchTrace,
            @Nullable Double layerTrace) {}

    public record Softmax(double beta1, double beta2, double beta3) {}

    /** The law of the T eigenvalues of one output when there are no outliers. */
    public record Centred(double mean, double edge, double zeroFraction) {}

    /** The T eigenvalues from the infinite-width kernel on the given inputs, descending; each occurs C times. */
    public record Kernel(double trace, double traceOfSquare, List<Double> eigenvalues) {
        public Kernel {
            eigenvalues = List.copyOf(eigenvalues);
        }
    }

    /**
     * The law of the bulk of one network at finite width. Numbers are null where a condition with {@code needed} fails; where
     * another one fails, its explanation says which numbers are rough, and by how much.
     *
     * @param quantiles at {@code probabilities}; empty where there are none
     * @param smallest expected smallest eigenvalue of the bulk
     * @param largest expected largest eigenvalue of the bulk
     * @param variance within one network
     */
    public record BulkLaw(
            List<Double> probabilities,
            List<Double> quantiles,
            @Nullable Double smallest,
            @Nullable Double largest,
            @Nullable Double mean,
            @Nullable Double variance,
            @Nullable Descent descent,
            List<BulkCondition> conditions) {
        public BulkLaw {
            probabilities = List.copyOf(probabilities);
            quantiles = List.copyOf(quantiles);
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * Gradient descent on a quadratic loss with this Fisher matrix.
     *
     * @param conditionNumber largest eigenvalue over the smallest one
     * @param contraction factor per step of the error in the slowest direction, at the rate that makes it smallest
     */
    public record Descent(double conditionNumber, double contraction) {}

    /** {@code needed}: without it there are no numbers. */
    public record BulkCondition(String name, boolean holds, boolean needed, String explanation) {}
}
