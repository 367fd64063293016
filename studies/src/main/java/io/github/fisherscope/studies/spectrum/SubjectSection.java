package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.format.NetworkReading;
import io.github.fisherscope.results.spectrum.DataInfo;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.ReadingInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Describes what is measured: the network, the data and the matrix. */
final class SubjectSection {
    private final StudyConfig config;
    private final NetworkSpec spec;

    private SubjectSection(StudyConfig config) {
        this.config = config;
        this.spec = config.network().spec();
    }

    static SpectrumResult.Subject of(StudyConfig config, Dataset data) {
        SubjectSection section = new SubjectSection(config);
        return new SpectrumResult.Subject(section.network(), section.data(data), section.matrix());
    }

    private NetworkInfo network() {
        NetworkSource.Given given = config.network() instanceof NetworkSource.Given g ? g : null;
        return new NetworkInfo(
                spec.widths(),
                given == null ? spec.activation().id() : given.network().activationNames(),
                config.network().layout().parameters(),
                networkLayers(given),
                given == null
                        ? new NetworkInfo.Drawn(
                                spec.weightVariance(), spec.biasVariance(), Long.toString(config.seed()))
                        : NetworkInfo.Drawn.NOT,
                given == null
                        ? NetworkInfo.Given.NOT
                        : new NetworkInfo.Given(given.file(), given.sha256(), reading(given)));
    }

    private List<NetworkInfo.Layer> networkLayers(NetworkSource.@Nullable Given given) {
        List<NetworkInfo.Layer> described = new ArrayList<>();
        for (int l = 1; l <= spec.depth(); l++) {
            Activation activation = given != null
                    ? given.network().activation(l)
                    : l < spec.depth() ? spec.activation() : new Activation.Identity();
            described.add(new NetworkInfo.Layer(
                    activation.id(), config.network().layout().layer(l).bias()));
        }
        return described;
    }

    private static @Nullable ReadingInfo reading(NetworkSource.Given given) {
        NetworkReading reading = given.reading();
        if (reading == null) {
            return null;
        }
        List<DenseLayer> layers = given.network().layers();
        return new ReadingInfo(
                reading.arrays(),
                layers.stream().map(layer -> layer.activation().id()).toList(),
                word(reading.activationSource()),
                reading.orientation().id(),
                word(reading.orientationSource()),
                (int) layers.stream().filter(DenseLayer::hasBias).count(),
                reading.unused());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private DataInfo data(Dataset data) {
        boolean random = config.inputs() instanceof InputSource.StandardNormal;
        return new DataInfo(
                data.samples(),
                data.inputs(),
                new DataInfo.Origin(
                        random ? "standard normal" : data.source().description(),
                        data.source().sha256(),
                        random ? Long.toString(config.seed()) : null),
                data.standardization() != Standardization.NONE,
                null,
                new DataInfo.Moments(data.meanSquaredNorm(), data.meanCrossProduct()));
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
                matrix.conventions(config.fisher(), config.network().layout()));
    }
}
