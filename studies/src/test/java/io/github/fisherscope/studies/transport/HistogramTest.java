package io.github.fisherscope.studies.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.CostMatrix;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights of files: their shape, whether they are counts, and what is none. */
class HistogramTest {
    @TempDir
    private Path folder = Path.of("");

    private Path text(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content, StandardCharsets.UTF_8);
    }

    private Path png(int width, int height, int... argb) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, height, argb, 0, width);
        Path file = folder.resolve("picture.PNG");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** Writes images of bytes in the idx form. */
    private Path images(int count, int rows, int columns, int... pixels) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(16 + pixels.length);
        bytes.putInt(0x803).putInt(count).putInt(rows).putInt(columns);
        for (int p : pixels) {
            bytes.put((byte) p);
        }
        return Files.write(folder.resolve("images-idx3-ubyte"), bytes.array());
    }

    @ParameterizedTest
    @CsvSource({"'0.25,0.5,0.25\n', 1, 3", "'0.25\n0.5\n0.25\n', 1, 3", "'1,2\n3,4\n5,6\n', 3, 2", "'7\n', 1, 1"})
    void numbersInOneRowOrColumnAreAList(String content, int height, int width) throws IOException {
        Histogram h = HistogramReader.read("p", text("p.csv", content), 0);
        assertThat(List.of(h.height(), h.width())).containsExactly(height, width);
        assertThat(h.weights().size()).isEqualTo(height * width);
        assertThat(h.counts()).isFalse();
    }

    @Test
    void whatDoesNotAddUpToOneIsRefusedUnlessItIsCounted() throws IOException {
        Histogram h = HistogramReader.read("p", text("p.csv", "1,2,5\n"), 0);
        assertThatIllegalArgumentException().isThrownBy(h::distribution).withMessageContaining("sum 8.0");
        assertThat(h.asCounts().distribution().weights()).isEqualTo(RealVector.of(0.125, 0.25, 0.625));
        assertThat(h.measure().weights()).isEqualTo(RealVector.of(1, 2, 5));
        assertThat(h.info().mass()).isEqualTo(8);
        assertThat(h.info().shape()).containsExactly(3);
    }

    /** Grey is itself; red, green and blue weigh 0.299, 0.587 and 0.114; what is transparent weighs nothing. */
    @Test
    void pixelsWeighTheirBrightnessTimesTheirOpacity() throws IOException {
        Path file = png(3, 2, 0xff646464, 0xffff0000, 0xff00ff00, 0xff0000ff, 0x00ffffff, 0xff000000);
        Histogram h = HistogramReader.read("p", file, 0);
        assertThat(h.counts()).isTrue();
        assertThat(List.of(h.height(), h.width())).containsExactly(2, 3);
        double[] expected = {100, 0.299 * 255, 0.587 * 255, 0.114 * 255, 0, 0};
        for (int i = 0; i < expected.length; i++) {
            assertThat(h.weights().get(i)).isCloseTo(expected[i], within(1e-12));
        }
        assertThat(h.info().zeros()).isEqualTo(2);
        assertThat(h.info().shape()).containsExactly(2, 3);
    }

    @Test
    void anImageOfAFileOfImagesIsNumbered() throws IOException {
        Path file = images(2, 2, 2, 1, 2, 3, 4, 5, 0, 7, 8);
        Histogram second = HistogramReader.read("p", file, 1);
        assertThat(second.weights()).isEqualTo(RealVector.of(5, 0, 7, 8));
        assertThat(second.counts()).isTrue();
        assertThat(second.source()).endsWith("image 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistogramReader.read("p", file, 2))
                .withMessageStartingWith("p-image is 2");
    }

    @Test
    void aFileOfOneDistributionHasNoSecond() throws IOException {
        Path file = text("p.csv", "0.5,0.5\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HistogramReader.read("q", file, 1))
                .withMessageStartingWith("q-image is 1")
                .withMessageContaining("single distribution");
        Path picture = png(1, 1, -1);
        assertThatIllegalArgumentException().isThrownBy(() -> HistogramReader.read("q", picture, 1));
    }

    @Test
    void whatIsNoPictureIsRefusedByName() throws IOException {
        Path file = text("no.png", "no picture");
        assertThatExceptionOfType(InputFileException.class)
                .isThrownBy(() -> HistogramReader.read("p", file, 0))
                .withMessageContaining("no.png");
    }

    @Test
    void aCostHasARowForEveryStateOfPAndAColumnForEveryStateOfQ() throws IOException {
        Path file = text("cost.csv", "0.0,1.5,2.0\n3.0,4.0,5.0\n");
        CostMatrix cost = HistogramReader.cost(file, 2, 3);
        assertThat(cost.entries()).isEqualTo(RealVector.of(0, 1.5, 2, 3, 4, 5));
        assertThatExceptionOfType(InputFileException.class)
                .isThrownBy(() -> HistogramReader.cost(file, 3, 2))
                .withMessageContaining("3 x 2")
                .withMessageContaining("[2, 3]");
    }

    @Test
    void statesOfAListAreOneApart() {
        Histogram h = new Histogram("p", "here", RealVector.of(0.5, 0, 0.5), 1, 3, false, false);
        CostMatrix distance = CostMatrix.distance(h.points(), h.points());
        assertThat(distance.entries()).isEqualTo(RealVector.of(0, 1, 2, 1, 0, 1, 2, 1, 0));
    }
}
