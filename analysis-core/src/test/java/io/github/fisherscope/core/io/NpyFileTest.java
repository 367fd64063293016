package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadBackBitForBit() {
        double[] data = {0.0, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, Math.PI, Double.NEGATIVE_INFINITY};
        Path file = folder.resolve("a.npy");
        NpyFile.write(file, data, 2, 3);
        NpyArray back = NpyFile.read(file);
        assertThat(back.shape()).containsExactly(2, 3);
        assertThat(back.toArray()).containsExactly(data);
        assertThat(back.get(1, 2)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8191, 8192, 8193, 16384, 16385, 40_000})
    void vectorsAroundTheSizeOfABufferSurvive(int n) {
        double[] data = new SplittableRandom(n).doubles(n, -1, 1).toArray();
        Path file = folder.resolve("v.npy");
        NpyFile.write(file, data, n);
        assertThat(NpyFile.read(file)).isEqualTo(NpyArray.of(data, n));
    }

    @Test
    void theHeaderIsAlignedAndTheFileHasTheExpectedBytes() throws IOException {
        Path file = folder.resolve("h.npy");
        NpyFile.write(file, new double[] {1.0}, 1);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 8);
        assertThat(new String(bytes, 10, 118, StandardCharsets.ISO_8859_1))
                .startsWith("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }")
                .endsWith(" \n");
        assertThat(Arrays.copyOfRange(bytes, 128, 136)).containsExactly(0, 0, 0, 0, 0, 0, 0xf0, 0x3f);
    }

    @Test
    void rowsWrittenOneByOneGiveTheSameFileAsAnArray() throws IOException {
        NpyArray array = NpyArray.ofRows(50, 7, (i, row) -> Arrays.setAll(row, j -> i * 7 + j));
        NpyFile.write(folder.resolve("a.npy"), array);
        NpyFile.writeRows(folder.resolve("b.npy"), 50, 7, array::copyRow);
        assertThat(Files.readAllBytes(folder.resolve("b.npy"))).isEqualTo(Files.readAllBytes(folder.resolve("a.npy")));
    }

    @Test
    void theFirstRowsAloneCanBeRead() {
        NpyArray array = NpyArray.ofRows(50, 7, (i, row) -> Arrays.setAll(row, j -> i * 7 + j));
        Path file = folder.resolve("a.npy");
        NpyFile.write(file, array);
        StoredArray three = NpyFile.readTable(file, 3);
        assertThat(three.kept().toArray()).containsExactly(Arrays.copyOf(array.toArray(), 21));
        assertThat(three.storedShape()).containsExactly(50, 7);
        assertThat(NpyFile.readRows(file, 51)).isEqualTo(array);
    }

    /** Columns one after the other: the first index runs fastest, whatever the rank. */
    @ParameterizedTest
    @CsvSource({"'(7,)', true", "'(7, 3)', true", "'(7, 3)', false", "'(7, 3, 2)', true", "'(7, 3, 2)', false"})
    void aRangeOfRowsIsThatOfTheWholeArray(String shape, boolean columnMajor) throws IOException {
        String header =
                "{'descr': '<f8', 'fortran_order': %s, 'shape': %s, }".formatted(columnMajor ? "True" : "False", shape);
        int size = Stream.of(shape.replaceAll("[() ]", "").split(","))
                .mapToInt(Integer::parseInt)
                .reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 8 * size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) header.length());
        bytes.put(header.getBytes(StandardCharsets.US_ASCII));
        IntStream.range(0, size).forEach(bytes::putDouble);
        Path file = Files.write(folder.resolve("range.npy"), bytes.array());

        NpyArray whole = NpyFile.read(file);
        NpyArray part = NpyFile.readRange(file, 2, 5);

        int each = size / 7;
        assertThat(part.shape().get(0)).isEqualTo(3);
        assertThat(part.shape().subList(1, part.shape().size()))
                .isEqualTo(whole.shape().subList(1, whole.shape().size()));
        assertThat(part.toArray()).containsExactly(Arrays.copyOfRange(whole.toArray(), 2 * each, 5 * each));
    }

    @Test
    void aFailedWriteLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.npy");
        NpyFile.write(file, new double[] {1}, 1);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> NpyFile.writeRows(file, 9, 1, (i, row) -> {
                    throw new IllegalStateException("stop");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void writingIntoAFolderThatIsNotThereSaysSo() {
        Path file = folder.resolve("missing").resolve("a.npy");
        assertThatThrownBy(() -> NpyFile.write(file, new double[] {1}, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining("its folder does not exist");
    }

    @Test
    void aShapeThatContradictsTheDataIsRefused() {
        assertThatThrownBy(() -> NpyArray.of(new double[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("6")
                .hasMessageContaining("5");
        assertThatThrownBy(() -> NpyArray.of(new double[0], 1 << 20, 1 << 20, 1 << 20, 1 << 20))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(NpyArray.of(new double[0], Integer.MAX_VALUE, Integer.MAX_VALUE, 4, 0)
                        .size())
                .isZero();
    }

    @Test
    void anArrayCannotBeChangedFromOutside() {
        double[] data = {1, 2};
        NpyArray array = NpyArray.of(data, 2);
        data[0] = 9;
        array.toArray()[0] = 9;
        assertThat(array.get(0)).isEqualTo(1);
        assertThat(array.buffer().isReadOnly()).isTrue();
        assertThat(array.shape()).isEqualTo(List.of(2));
    }
}
