package io.github.fisherscope.cli;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.FullyConnected.Chained;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.GraphFamily;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.random.TensorLaw;
import io.github.fisherscope.formats.architecture.DrawnArchitecture;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random networks of {@code --architecture}.
 *
 * @param drawn what the file or preset says
 */
record RandomArchitecture(DrawnArchitecture drawn) {
    private Graph graph() {
        return drawn.family().graph();
    }

    /** Returns where networks come from: the family of its widths for a chain of dense layers that are alike. */
    NetworkSource source() {
        Optional<NetworkSpec> spec = spec();
        return spec.isPresent()
                ? new NetworkSource.Random(spec.get())
                : new NetworkSource.RandomLayers(
                        drawn.family(),
                        drawn.name(),
                        drawn.variances().weight(),
                        drawn.variances().bias(),
                        List.of(described()));
    }

    /** Returns random inputs: standard normal ones, or tokens. */
    InputSource inputs(int samples) {
        return drawn.tokens() == 0
                ? new InputSource.StandardNormal(samples)
                : new InputSource.RandomTokens(samples, drawn.tokens());
    }

    /** Returns one line that says what is drawn. */
    String described() {
        return String.format(
                Locale.ROOT,
                "architecture %s: random weights N(0, %s/fan-in) and biases N(0, %s); %d layers from %s to %s, %d parameters in %d tensors",
                drawn.name(),
                number(drawn.variances().weight()),
                number(drawn.variances().bias()),
                graph().nodes().size(),
                graph().input(),
                graph().output(),
                graph().parameters(),
                graph().tensors().size());
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Returns why there is no theory of it, or of it in this command. */
    String otherLayers() {
        String reason = FullyConnected.recognize(graph()).reason();
        return reason.isEmpty() ? "its dense layers are not alike" : reason;
    }

    /** Returns the family that has the same networks, number by number, if it is one of dense layers that are alike. */
    private Optional<NetworkSpec> spec() {
        FullyConnected.Recognition found = FullyConnected.recognize(graph());
        if (!found.covers()) {
            return Optional.empty();
        }
        List<Chained> layers = found.layers();
        int depth = layers.size();
        List<Integer> widths = new ArrayList<>(List.of(graph().input().size()));
        layers.forEach(l -> widths.add(l.node().output().channels()));
        Set<Activation> hidden =
                layers.subList(0, depth - 1).stream().map(Chained::activation).collect(Collectors.toSet());
        long biases = layers.stream().filter(l -> l.node().views().size() > 1).count();
        boolean alike = hidden.size() <= 1
                && layers.get(depth - 1).activation() instanceof Activation.Identity
                && (biases == 0 || biases == depth);
        if (!alike) {
            return Optional.empty();
        }
        NetworkSpec spec = new NetworkSpec(
                widths,
                hidden.stream().findFirst().orElse(new Activation.Tanh()),
                drawn.variances().weight(),
                biases == 0 ? 0 : drawn.variances().bias(),
                biases > 0);
        return drawn.family().laws().equals(laws(spec)) ? Optional.of(spec) : Optional.empty();
    }

    private static List<TensorLaw> laws(NetworkSpec spec) {
        return IntStream.rangeClosed(1, spec.depth())
                .boxed()
                .flatMap(l -> IntStream.rangeClosed(0, spec.shift())
                        .mapToObj(bias -> bias == 0
                                ? new TensorLaw(StreamPurpose.WEIGHTS, l, 0, spec.weightVariance() / spec.width(l - 1))
                                : new TensorLaw(StreamPurpose.BIASES, l, 0, spec.biasVariance())))
                .toList();
    }

    GraphFamily family() {
        return drawn.family();
    }
}
