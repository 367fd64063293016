package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of networks and data, whole and broken, in a folder. */
final class BadFiles {
    private static final int INPUTS = 5;

    private BadFiles() {}

    static void writeTo(Path folder) throws IOException {
        NpyFile.write(folder.resolve("data.npy"), numbers(20 * INPUTS), 20, INPUTS);
        double[] negative = new double[20 * 2];
        Arrays.fill(negative, 3);
        negative[9] = -1;
        NpyFile.write(folder.resolve("negative.npy"), negative, 20, 2);
        NpyFile.write(folder.resolve("cube.npy"), numbers(40), 4, INPUTS, 2, 1);
        NpyFile.write(folder.resolve("empty.npy"), new double[0], 0, INPUTS);
        double[] spoilt = numbers(2 * INPUTS);
        spoilt[7] = Double.NaN;
        NpyFile.write(folder.resolve("nan.npy"), spoilt, 2, INPUTS);
        spoilt[7] = Double.NEGATIVE_INFINITY;
        NpyFile.write(folder.resolve("infinite.npy"), spoilt, 2, INPUTS);
        cut(folder.resolve("data.npy"), folder.resolve("cut.npy"));
        Files.writeString(folder.resolve("words.csv"), "1,2,3\n4,five,6\n");
        Files.writeString(folder.resolve("ragged.csv"), "1,2,3\n4,6\n");
        Files.writeString(folder.resolve("file"), "not a folder");

        npz(folder.resolve("net.npz"), 8, 8);
        cut(folder.resolve("net.npz"), folder.resolve("cut.npz"));
        npz(folder.resolve("fan-in.npz"), 8, 9);
        NpzFile.write(folder.resolve("bias.npz"), Map.of("W1", matrix(8, INPUTS), "b1", NpyArray.of(new double[7], 7)));
        NpzFile.write(folder.resolve("gap.npz"), Map.of("W1", matrix(8, INPUTS), "W3", matrix(2, 8)));
        NpzFile.write(folder.resolve("nothing.npz"), Map.of("z", matrix(2, 2)));
        double[] weights = numbers(8 * INPUTS);
        weights[11] = Double.NaN;
        NpzFile.write(
                folder.resolve("nan.npz"),
                Map.of("W1", NpyArray.of(weights, 8, INPUTS), "b1", NpyArray.of(new double[8], 8)));
        NpzFile.write(folder.resolve("square.npz"), Map.of("w1", matrix(4, 4), "w2", matrix(4, 4)));
        NpzFile.write(
                folder.resolve("extra.npz"),
                Map.of("W1", matrix(8, INPUTS), "W2", matrix(2, 8), "epoch", NpyArray.of(new double[1])));
        hostile(folder.resolve("hostile.npz"));
    }

    private static void npz(Path file, int rows, int fanIn) {
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("W1", matrix(rows, INPUTS));
        arrays.put("b1", NpyArray.of(new double[rows], rows));
        arrays.put("W2", matrix(2, fanIn));
        NpzFile.write(file, arrays);
    }

    /** A few bytes that claim to be 8 TB of numbers. */
    private static void hostile(Path file) throws IOException {
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }";
        byte[] text = (header + " ".repeat(117 - header.length()) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("W1.npy"));
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
            zip.write(text);
            zip.closeEntry();
        }
    }

    private static void cut(Path whole, Path half) throws IOException {
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static NpyArray matrix(int rows, int columns) {
        return NpyArray.of(numbers(rows * columns), rows, columns);
    }

    private static double[] numbers(int count) {
        double[] numbers = new double[count];
        Arrays.setAll(numbers, i -> Math.sin(1.0 + 3 * i));
        return numbers;
    }
}
