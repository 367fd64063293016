package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.predict.TheorySection;
import org.jspecify.annotations.Nullable;

/** The λ_max that mean-field theory predicts for the network that a training begins with. */
final class PredictedSharpness {
    private PredictedSharpness() {}

    /** Returns λ_max, or null where theory does not apply: to given networks, other layers and other likelihoods. */
    static @Nullable Double of(StudyConfig study, Likelihood likelihood) {
        StudyConfig config = study.withLikelihood(likelihood);
        TheorySection theory = TheorySection.of(
                config,
                config.inputs() instanceof InputSource.Given given
                        ? given.data().moments()
                        : null);
        double largest = theory.covers()
                ? theory.prediction().orElseThrow().recommended().largest()
                : 0;
        return largest > 0 ? largest : null;
    }
}
