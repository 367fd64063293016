package io.github.fisherscope.cli;

import io.github.fisherscope.studies.transport.Histogram;
import io.github.fisherscope.studies.transport.HistogramReader;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which two distributions. */
final class HistogramOptions {
    @Option(
            names = "--p",
            required = true,
            paramLabel = "FILE",
            description =
                    "The first distribution: a list or an image of weights in .npy, .csv or .idx, or the brightness"
                            + " of a .png.")
    private Path p = Path.of("");

    @Option(names = "--q", required = true, paramLabel = "FILE", description = "The second one.")
    private Path q = Path.of("");

    @Option(
            names = "--p-image",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which image of an idx file is p, counted from 0 (default ${DEFAULT-VALUE}).")
    private int firstImage;

    @Option(
            names = "--q-image",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which image of an idx file is q, counted from 0 (default ${DEFAULT-VALUE}).")
    private int secondImage;

    @Option(
            names = "--normalize",
            description =
                    "Divide the weights by their sum, as is done for .idx and .png; otherwise they must add up to 1.")
    private boolean normalize;

    Histogram p() {
        return read("p", p, firstImage);
    }

    Histogram q() {
        return read("q", q, secondImage);
    }

    boolean normalize() {
        return normalize;
    }

    private Histogram read(String argument, Path file, int image) {
        Histogram histogram = HistogramReader.read(argument, file, image);
        return normalize ? histogram.asCounts() : histogram;
    }
}
