package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.network.arrays.NetworkReading;
import io.github.fisherscope.core.network.arrays.Orientation;
import io.github.fisherscope.core.random.TensorLaw;
import io.github.fisherscope.results.spectrum.GraphInfo;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.ReadingInfo;
import io.github.fisherscope.studies.config.NetworkSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a result which network it is about: all results that are about one network say it in the same fields. */
public final class NetworkDescription {
    private NetworkDescription() {}

    /**
     * Returns the description of the first network.
     *
     * @param seed of the first network, for one that is drawn
     */
    public static NetworkInfo of(NetworkSource source, long seed) {
        if (source instanceof NetworkSource.AnyLayers network) {
            return of(network, seed);
        }
        NetworkSpec spec = source.spec();
        NetworkSource.Given given = source instanceof NetworkSource.Given g ? g : null;
        return new NetworkInfo(
                spec.widths(),
                given == null ? spec.activation().id() : given.network().activationNames(),
                source.layout().parameters(),
                layers(source),
                given == null
                        ? new NetworkInfo.Drawn(spec.weightVariance(), spec.biasVariance(), Long.toString(seed))
                        : NetworkInfo.Drawn.NOT,
                given == null
                        ? NetworkInfo.Given.NOT
                        : new NetworkInfo.Given(given.file(), given.sha256(), reading(source)));
    }

    private static NetworkInfo of(NetworkSource.AnyLayers source, long seed) {
        Graph graph = source.graph();
        Map<String, Integer> kinds = new LinkedHashMap<>();
        graph.nodes().forEach(n -> kinds.merge(n.layer().kind(), 1, Integer::sum));
        List<GraphInfo.KindCount> layers = kinds.entrySet().stream()
                .map(e -> new GraphInfo.KindCount(e.getKey(), e.getValue()))
                .toList();
        GraphInfo info = new GraphInfo(
                graph.input().toString(), graph.output().toString(), layers, tensors(source), source.notes());
        return new NetworkInfo(
                List.of(graph.input().size(), graph.output().size()),
                "of its layers",
                source.parameters(),
                List.of(),
                source instanceof NetworkSource.RandomLayers drawn
                        ? new NetworkInfo.Drawn(drawn.weightVariance(), drawn.biasVariance(), Long.toString(seed))
                        : NetworkInfo.Drawn.NOT,
                source instanceof NetworkSource.Imported read
                        ? new NetworkInfo.Given(read.file(), read.sha256(), null)
                        : NetworkInfo.Given.NOT,
                info);
    }

    private static List<GraphInfo.Tensor> tensors(NetworkSource.AnyLayers source) {
        List<GraphInfo.Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < source.graph().tensors().size(); i++) {
            ParameterTensor tensor = source.graph().tensors().get(i);
            GraphInfo.Law law = null;
            if (source instanceof NetworkSource.RandomLayers drawn) {
                TensorLaw own = drawn.family().laws().get(i);
                law = new GraphInfo.Law(own.mean(), own.variance());
            }
            tensors.add(new GraphInfo.Tensor(tensor.name(), tensor.shape().toString(), law));
        }
        return tensors;
    }

    private static List<NetworkInfo.Layer> layers(NetworkSource source) {
        NetworkSpec spec = source.spec();
        ParameterLayout layout = source.layout(); // made anew by each call
        List<NetworkInfo.Layer> described = new ArrayList<>();
        for (int l = 1; l <= spec.depth(); l++) {
            Activation activation = source instanceof NetworkSource.Given given
                    ? given.network().activation(l)
                    : l < spec.depth() ? spec.activation() : new Activation.Identity();
            described.add(new NetworkInfo.Layer(activation.id(), layout.layer(l).bias()));
        }
        return described;
    }

    /** Returns how the file of a network was understood, or null for a network that came from no file. */
    public static @Nullable ReadingInfo reading(NetworkSource source) {
        NetworkReading reading = source instanceof NetworkSource.Given given ? given.reading() : null;
        if (reading == null) {
            return null;
        }
        List<DenseLayer> layers = ((NetworkSource.Given) source).network().layers();
        Orientation orientation = reading.orientation();
        return new ReadingInfo(
                reading.arrays(),
                layers.stream().map(layer -> layer.activation().id()).toList(),
                word(reading.activationSource()),
                orientation == null ? null : orientation.id(),
                word(reading.orientationSource()),
                (int) layers.stream().filter(DenseLayer::hasBias).count(),
                reading.unused(),
                reading.notes());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
