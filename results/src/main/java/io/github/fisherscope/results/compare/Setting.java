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
        NetworkInfo.Drawn drawn,
        @Nullable String networkFile,
        int samples,
        DataInfo.Origin origin,
        boolean standardized,
        FisherInfo fisher) {

    public static Setting of(SpectrumResult result) {
        NetworkInfo n = result.network();
        DataInfo d = result.data();
        return new Setting(
                n.widths(),
                n.layers(),
                new NetworkInfo.Drawn(n.drawn().weightVariance(), n.drawn().biasVariance(), null),
                n.given().sha256(),
                d.samples(),
                new DataInfo.Origin(d.origin().source(), d.origin().sha256(), null),
                d.standardized(),
                result.fisher());
    }
}
