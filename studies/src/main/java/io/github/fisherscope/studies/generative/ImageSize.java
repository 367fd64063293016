package io.github.fisherscope.studies.generative;

import io.github.fisherscope.core.data.SampleShape;
import io.github.fisherscope.generative.inference.TwoLevelPatterns;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Height and width of data that are grey images.
 *
 * @param height number of rows
 * @param width number of columns
 */
public record ImageSize(int height, int width) {
    private static final int MOST = 1 << 16;

    /** Returns the size of the images of a file; null if its samples are none, have colours or more than 65536 pixels. */
    public static @Nullable ImageSize of(Path data) {
        List<Integer> shape = SampleShape.of(data).stream().filter(n -> n != 1).toList();
        return shape.size() == 2 && (long) shape.get(0) * shape.get(1) <= MOST
                ? new ImageSize(shape.get(0), shape.get(1))
                : null;
    }

    /** Returns the size of the square that patterns fill; null if they fill none. */
    public static @Nullable ImageSize of(TwoLevelPatterns patterns) {
        int edge = (int) Math.round(Math.sqrt(patterns.pixels()));
        return edge * edge == patterns.pixels() && edge * edge <= MOST ? new ImageSize(edge, edge) : null;
    }

    int pixels() {
        return height * width;
    }
}
