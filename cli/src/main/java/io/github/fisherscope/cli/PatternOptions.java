package io.github.fisherscope.cli;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import io.github.fisherscope.studies.generative.ImageSize;
import io.github.fisherscope.studies.generative.Pixels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What an autoencoder reads: a file, or patterns of the program's own. */
final class PatternOptions extends DataFileOptions {
    @Option(
            names = "--seed",
            order = 90,
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Seed of everything random, the patterns that stand in for --data among it (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    long seed() {
        return seed;
    }

    /** Returns height and width of the data if they are grey images. */
    @Nullable ImageSize imageSize() {
        Path file = data();
        return file == null ? ImageSize.of(TwoLevelPatterns.example(seed)) : ImageSize.of(file);
    }

    /** Returns the data as the decoder draws them. */
    Dataset read(Emission emission) {
        check();
        Path file = data();
        return file == null
                ? TwoLevelPatterns.example(seed).dataset()
                : Pixels.of(DatasetReader.of(options(false)).read(file), emission);
    }
}
