package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.results.spectrum.DataInfo;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import org.jspecify.annotations.Nullable;

/** Describes what is measured: the network, the data and the matrix. */
final class SubjectSection {
    private final StudyConfig config;

    private SubjectSection(StudyConfig config) {
        this.config = config;
    }

    static SpectrumResult.Subject of(StudyConfig config, Dataset data) {
        SubjectSection section = new SubjectSection(config);
        return new SpectrumResult.Subject(
                NetworkDescription.of(config.network(), config.seed()), section.data(data), section.matrix());
    }

    private DataInfo data(Dataset data) {
        boolean random = !(config.inputs() instanceof InputSource.Given);
        return new DataInfo(
                data.samples(),
                data.inputs(),
                new DataInfo.Origin(
                        described(data), data.source().sha256(), random ? Long.toString(config.seed()) : null),
                data.standardization() != Standardization.NONE,
                labelSource(data),
                new DataInfo.Moments(data.meanSquaredNorm(), data.meanCrossProduct()));
    }

    private String described(Dataset data) {
        if (config.inputs() instanceof InputSource.RandomTokens tokens) {
            return "random tokens of " + tokens.entries();
        }
        return config.inputs() instanceof InputSource.StandardNormal
                ? "standard normal"
                : data.source().description();
    }

    /** Returns where the labels came from; a program that calls the library may give labels without saying so. */
    private static @Nullable String labelSource(Dataset data) {
        String named = data.source().labels();
        boolean read = !(data.labels() instanceof Labels.None);
        return named == null && read ? data.source().description() : named;
    }

    private FisherInfo matrix() {
        StudiedMatrix matrix = config.matrix();
        return new FisherInfo(
                matrix.id(),
                matrix.form(),
                matrix.normalization(),
                config.fisher().labelExpectation().id(),
                config.likelihood().id(),
                matrix.words(config.fisher()),
                matrix instanceof StudiedMatrix.Hessian
                        ? "the loss on the labels of the data: the Fisher information matrix and a residual term"
                        : config.fisher().meaning(),
                conventions());
    }

    private String conventions() {
        if (config.network() instanceof NetworkSource.AnyLayers network) {
            int positions = network.graph().output().positions();
            return config.matrix().conventionsOfGraph(config.fisher(), positions);
        }
        return config.matrix().conventions(config.fisher(), config.network().layout());
    }
}
