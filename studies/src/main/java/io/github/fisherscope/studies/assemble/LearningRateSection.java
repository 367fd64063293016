package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.results.spectrum.LearningRateInfo;
import io.github.fisherscope.results.spectrum.LearningRateInfo.DampedBound;
import io.github.fisherscope.results.spectrum.LearningRateInfo.MomentumBound;
import io.github.fisherscope.spectra.measure.LearningRateBound;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement;
import io.github.fisherscope.studies.predict.TheorySection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of learning rates that follow from λ_max, where any do: of the expectation over the model's labels, which is
 * the Hessian of the loss where residuals vanish, and of a matrix that is not zero.
 */
final class LearningRateSection {
    private static final double MOMENTUM = 0.9;
    private static final List<Double> DAMPINGS = List.of(0.01, 1.0, 100.0);

    private LearningRateSection() {}

    /** Returns whether the matrix is the Hessian of a loss anywhere; drawn or observed labels give another one. */
    static boolean bounds(FisherRequest request) {
        return request instanceof FisherRequest.Exact;
    }

    /** Returns 2/λ_max, or null where the largest eigenvalue limits no rate. */
    static @Nullable Double bound(double max) {
        double bound = LearningRateBound.of(Math.max(max, 0)).gradientDescent();
        return bound < Double.POSITIVE_INFINITY ? (Double) bound : null;
    }

    static LearningRateInfo of(StudyConfig config, TheorySection theory, NetworkMeasurement first) {
        Double wholeMax = first.wholeMax();
        double max = wholeMax == null ? first.max() : wholeMax;
        List<LearningRateInfo.Trial> trials =
                first.analysis() == null ? List.of() : first.analysis().trials();
        String loss = config.likelihood().matchingLoss();
        boolean hessian = config.matrix() instanceof StudiedMatrix.Hessian;
        MeanFieldPrediction p = theory.covers() && config.matrix().normalization() == null && !hessian
                ? theory.prediction().orElse(null)
                : null;
        Double predicted =
                p == null ? null : (Double) p.measures().learningRate().plain();
        Double bound = bound(max);
        if (bound == null || !bounds(config.fisher())) {
            return new LearningRateInfo(loss, null, predicted, List.of(), List.of(), trials);
        }
        LearningRateBound measured = LearningRateBound.of(max);
        return new LearningRateInfo(
                loss,
                bound,
                predicted,
                List.of(
                        new MomentumBound(
                                "heavy ball",
                                MOMENTUM,
                                measured.heavyBall(MOMENTUM),
                                p == null
                                        ? null
                                        : (Double) p.measures().learningRate().heavyBall(MOMENTUM)),
                        new MomentumBound(
                                "Nesterov",
                                MOMENTUM,
                                measured.nesterov(MOMENTUM),
                                p == null
                                        ? null
                                        : (Double) p.measures().learningRate().nesterov(MOMENTUM))),
                // natural gradient with F is judged by F alone, and only where that is the Hessian
                (hessian ? List.<Double>of() : DAMPINGS)
                        .stream()
                                .map(rho -> new DampedBound(
                                        rho,
                                        measured.dampedNaturalGradient(rho),
                                        p == null
                                                ? null
                                                : (Double) (2
                                                        * (1
                                                                + rho
                                                                        / p.recommended()
                                                                                .largest()))))
                                .toList(),
                trials);
    }
}
