package io.github.fisherscope.generative;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * Autoencoders trained, differentiated and iterated by another program (numpy and torch in float64; vae.json says how), copies of
 * the project's reference data.
 */
public final class VaeOracle {
    private VaeOracle() {}

    /** Returns what the program wrote. */
    public static JsonNode document() {
        try (InputStream in = VaeOracle.class.getResourceAsStream("vae.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the numbers of a list of any depth, in order. */
    public static double[] numbers(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false)
                        .flatMapToDouble(child -> java.util.Arrays.stream(numbers(child)))
                        .toArray()
                : new double[] {node.asDouble()};
    }

    /** Returns the cases of trained networks. */
    public static List<Case> cases() {
        List<Case> all = new ArrayList<>();
        document()
                .get("networks")
                .forEach(node -> all.add(
                        new Case(node, arrays(node.get("case").get("name").asString()))));
        return all;
    }

    private static Map<String, NpyArray> arrays(String name) {
        try {
            URL url = Objects.requireNonNull(VaeOracle.class.getResource(name + ".npz"));
            return NpzFile.read(Path.of(url.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * One trained network.
     *
     * @param node its entry in the document
     * @param arrays its parameters, data, noise and gradients
     */
    public record Case(JsonNode node, Map<String, NpyArray> arrays) {
        /** Returns the clean data, a row each. */
        public NpyArray data() {
            return Objects.requireNonNull(arrays.get("x"));
        }

        /** Returns an array's numbers. */
        public double[] array(String name) {
            return Objects.requireNonNull(arrays.get(name), name).toArray();
        }

        /** Returns an array of whole numbers. */
        public int[] integers(String name) {
            return java.util.Arrays.stream(array(name)).mapToInt(v -> (int) v).toArray();
        }

        private int setting(String name) {
            return node.get("case").get(name).asInt();
        }

        private double[] stacked(String first, String second) {
            double[] a = array(first);
            double[] b = array(second);
            double[] both = new double[a.length + b.length];
            System.arraycopy(a, 0, both, 0, a.length);
            System.arraycopy(b, 0, both, a.length, b.length);
            return both;
        }

        /** Returns the parameters, or with {@code prefix} "gradient." the gradient, in the order of our model. */
        public double[] inOurOrder(String prefix) {
            List<double[]> parts = List.of(
                    array(prefix + "We1"),
                    array(prefix + "be1"),
                    stacked(prefix + "Wm", prefix + "Wv"),
                    stacked(prefix + "bm", prefix + "bv"),
                    array(prefix + "Wd1"),
                    array(prefix + "bd1"),
                    array(prefix + "Wd2"),
                    array(prefix + "bd2"));
            return parts.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        }

        /** Returns the model. */
        public Vae model() {
            int d = setting("pixels");
            int hidden = setting("hidden");
            int k = setting("latents");
            Emission emission =
                    Emission.parse(node.get("case").get("likelihood").asString());
            NeuralNetwork encoder = NeuralNetwork.of(List.of(
                    layer("1", d, hidden, array("We1"), array("be1"), new Activation.Tanh()),
                    layer("2", hidden, 2 * k, stacked("Wm", "Wv"), stacked("bm", "bv"), new Activation.Identity())));
            NeuralNetwork decoder = NeuralNetwork.of(List.of(
                    layer("1", k, hidden, array("Wd1"), array("bd1"), new Activation.Tanh()),
                    layer("2", hidden, d, array("Wd2"), array("bd2"), new Activation.Identity())));
            return new Vae(encoder, decoder, emission);
        }

        private static DenseLayer layer(
                String name, int inputs, int outputs, double[] weights, double[] bias, Activation activation) {
            return new DenseLayer(name, inputs, outputs, RealVector.of(weights), RealVector.of(bias), activation);
        }

        @Override
        public String toString() {
            return node.get("case").get("name").asString();
        }
    }
}
