package io.github.fisherscope.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleShapeTest {
    @TempDir
    private Path folder;

    private Path file(int... shape) throws IOException {
        int size = 1;
        for (int n : shape) {
            size *= n;
        }
        Path file = folder.resolve("x.npz");
        NpzFile.write(file, Map.of("x", NpyArray.of(new double[size], shape)));
        return file;
    }

    private void fits(List<Integer> taken, int... shape) throws IOException {
        Path file = file(shape);
        assertThatCode(() -> SampleShape.requireFitting(file, taken)).doesNotThrowAnyException();
    }

    @Test
    void axesInTheirOrderFit() throws IOException {
        fits(List.of(1, 3, 6, 5), 4, 3, 6, 5);
        fits(List.of(3, 6, 5), 4, 3, 6, 5);
        fits(List.of(1, 1, 6, 5), 4, 6, 5);
        fits(List.of(1, 1, 6, 5), 4, 6, 5, 1); // one channel, before or behind
        fits(List.of(1, 90), 4, 6, 5, 3);
        fits(List.of(1, 3, 6, 5), 4, 90);
        fits(List.of(1, 3, 6, 5), 4, 7, 7); // refused by its size
        assertThat(SampleShape.of(file(4, 6, 5))).containsExactly(6, 5);
        Path table = Files.writeString(folder.resolve("x.csv"), "1,2\n");
        assertThat(SampleShape.of(table)).isEmpty();
    }

    @Test
    void axesInAnotherOrderAreRefusedWithTheRightOne() throws IOException {
        Path last = file(4, 6, 5, 3);
        assertThatThrownBy(() -> SampleShape.requireFitting(last, List.of(1, 3, 6, 5)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("6 x 5 x 3 and the network takes 3 x 6 x 5, the same axes in another order")
                .hasMessageContaining("save x.transpose(0, 3, 1, 2)");
        Path square = file(2, 8, 8, 3);
        assertThatThrownBy(() -> SampleShape.requireFitting(square, List.of(1, 3, 8, 8)))
                .hasMessageContaining("x.transpose(0, 3, 1, 2)");
        Path first = file(2, 3, 8, 8);
        assertThatThrownBy(() -> SampleShape.requireFitting(first, List.of(1, 8, 8, 3)))
                .hasMessageContaining("x.transpose(0, 2, 3, 1)");
    }

    @Test
    void otherAxesOfTheSameSizeAreRefused() throws IOException {
        Path other = file(4, 9, 10);
        assertThatThrownBy(() -> SampleShape.requireFitting(other, List.of(1, 3, 6, 5)))
                .hasMessageContaining("9 x 10 and the network takes")
                .hasMessageContaining("save the samples in the network's shape");
    }
}
