package io.github.fisherscope.results.compare;

import io.github.fisherscope.results.spectrum.DataInfo;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that decides a spectrum but the seeds: results that share it are repetitions of each other. */
public record Setting(
        List<Integer> widths,
        List<NetworkInfo.Layer> layers,
        @Nullable Double weightVariance,
        @Nullable Double biasVariance,
        @Nullable String networkFile,
        int samples,
        String source,
        @Nullable String dataFile,
        boolean standardized,
        FisherInfo fisher) {

    public static Setting of(SpectrumResult result) {
        NetworkInfo n = result.network();
        DataInfo d = result.data();
        return new Setting(
                n.widths(),
                n.layers(),
                n.weightVariance(),
                n.biasVariance(),
                n.sha256(),
                d.samples(),
                d.source(),
                d.sha256(),
                d.standardized(),
                result.fisher());
    }
}
