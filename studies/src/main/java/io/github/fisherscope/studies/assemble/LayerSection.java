package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.predict.FormTheory;
import io.github.fisherscope.studies.predict.TheorySection;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Describes the blocks of the layers. */
final class LayerSection {
    private final StudyConfig config;
    private final TheorySection theory;
    private final MeasuredNetworks ensemble;

    private LayerSection(StudyConfig config, TheorySection theory, MeasuredNetworks ensemble) {
        this.config = config;
        this.theory = theory;
        this.ensemble = ensemble;
    }

    static List<LayerInfo> of(StudyConfig config, TheorySection theory, MeasuredNetworks ensemble) {
        LayerSection section = new LayerSection(config, theory, ensemble);
        return IntStream.rangeClosed(1, ensemble.first().layers().size())
                .mapToObj(section::layer)
                .toList();
    }

    private LayerInfo layer(int l) {
        int index = l - 1;
        long parameters = config.network().blocks().layerParameters(l);
        FormTheory.Block block = theory.block(l);
        return new LayerInfo(
                l,
                parameters,
                new LayerInfo.Measured(
                        ensemble.mean(m -> m.layers().get(index).trace() / parameters),
                        ensemble.standardError(m -> m.layers().get(index).trace() / parameters),
                        ensemble.meanOfAll(
                                m -> secondMoment(m.layers().get(index).squaredNorm(), parameters)),
                        ensemble.mean(m -> m.layers().get(index).top().get(0)),
                        ensemble.standardError(m -> m.layers().get(index).top().get(0)),
                        ensemble.meanOfAll(m -> m.layers().get(index).topMean()),
                        shown(ensemble.first().layers().get(index).top())),
                new LayerInfo.Predicted(block.mean(), block.largest()));
    }

    /** Returns as many as were asked for: a language model has thousands of outputs, and dozens of tensors. */
    private RealVector shown(RealVector top) {
        return top.slice(0, Math.min(top.size(), config.options().top()));
    }

    private static @Nullable Double secondMoment(@Nullable Double squaredNorm, long parameters) {
        return squaredNorm == null ? null : (Double) (squaredNorm / parameters);
    }
}
