package io.github.fisherscope.hostile;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A small specification drawn at random, as options: what nobody would choose and anybody can type.
 *
 * @param widths from the inputs to the outputs
 * @param samples T
 * @param activation its name
 * @param variances of weights and biases, or that there are no biases
 * @param likelihood its name
 */
record SmallSpecification(
        List<Integer> widths, int samples, String activation, List<String> variances, String likelihood) {
    private static final List<String> ACTIVATIONS = List.of(
            "identity", "relu", "leaky-relu:0.2", "tanh", "erf", "erf:3", "sigmoid", "softplus", "gelu", "silu");
    private static final List<String> LIKELIHOODS = List.of("gaussian", "categorical", "bernoulli", "poisson");
    private static final List<String> WEIGHTS = List.of("1e-3", "0.5", "1", "2", "3", "10", "400");
    private static final List<String> BIASES = List.of("0", "0.1", "0.64", "5");

    /** Returns specification {@code number}, the same in every run. */
    static SmallSpecification draw(long number) {
        RandomStreams.UniformSource random = RandomStreams.of(20).uniform(StreamPurpose.WEIGHTS, number, 0, 0);
        int depth = 1 + random.nextInt(4);
        List<Integer> widths = new ArrayList<>();
        for (int l = 0; l < depth; l++) {
            widths.add(1 + random.nextInt(8));
        }
        widths.add(1 + random.nextInt(5));
        List<String> variances = new ArrayList<>(List.of("--weight-variance", one(WEIGHTS, random)));
        int biases = random.nextInt(BIASES.size() + 1);
        variances.addAll(
                biases == BIASES.size() ? List.of("--no-biases") : List.of("--bias-variance", BIASES.get(biases)));
        return new SmallSpecification(
                widths, 1 + random.nextInt(12), one(ACTIVATIONS, random), variances, one(LIKELIHOODS, random));
    }

    private static String one(List<String> list, RandomStreams.UniformSource random) {
        return list.get(random.nextInt(list.size()));
    }

    private String shape() {
        return widths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Returns a command line for a random network. */
    List<String> random(String command, String... more) {
        List<String> line = new ArrayList<>(List.of(command, "--widths", shape(), "--activation", activation));
        line.addAll(variances);
        line.addAll(List.of("--samples", String.valueOf(samples)));
        line.addAll(Arrays.asList(more));
        return line;
    }

    /** Returns a sweep whose only family this is, as far as a sweep has widths of its own. */
    List<String> sweep(Path folder) {
        List<String> line = new ArrayList<>(List.of("sweep", "--depth", String.valueOf(widths.size() - 1), "--width"));
        line.add(widths.get(widths.size() - 2).toString());
        line.addAll(List.of("--inputs", widths.get(0).toString()));
        line.addAll(List.of("--outputs", widths.get(widths.size() - 1).toString(), "--networks", "2"));
        line.addAll(List.of("--activation", activation, "--samples", String.valueOf(samples)));
        line.addAll(variances);
        line.addAll(List.of("--quiet", "--out", folder.toString()));
        return line;
    }

    /** Returns a command line for a network of this shape from a file. */
    List<String> given(String command, Path folder, long number, String... more) throws IOException {
        List<String> line = new ArrayList<>(List.of(command, "--network"));
        line.add(write(folder.resolve("given-" + number + ".npz"), number).toString());
        line.addAll(List.of("--activation", activation, "--orientation", "fan-out-fan-in"));
        line.addAll(List.of("--samples", String.valueOf(samples)));
        line.addAll(Arrays.asList(more));
        return line;
    }

    private Path write(Path file, long number) throws IOException {
        double scale = Math.sqrt(Double.parseDouble(variances.get(1)));
        RandomStreams.UniformSource random = RandomStreams.of(21).uniform(StreamPurpose.WEIGHTS, number, 0, 0);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int l = 1; l < widths.size(); l++) {
                double[] weights = new double[widths.get(l) * widths.get(l - 1)];
                Arrays.setAll(weights, i -> scale * (2 * random.nextDouble() - 1));
                zip.putNextEntry(new ZipEntry("W" + l + ".npy"));
                zip.write(NpyFile.bytes(weights, widths.get(l), widths.get(l - 1)));
                if (!variances.contains("--no-biases")) {
                    double[] biases = new double[widths.get(l)];
                    Arrays.setAll(biases, i -> random.nextDouble());
                    zip.putNextEntry(new ZipEntry("b" + l + ".npy"));
                    zip.write(NpyFile.bytes(biases, biases.length));
                }
            }
        }
        return file;
    }
}
