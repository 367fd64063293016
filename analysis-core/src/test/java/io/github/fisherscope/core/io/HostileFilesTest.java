package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are cut off, damaged or made to do harm. */
class HostileFilesTest {
    private static final int FLIPS = 1000;

    @TempDir
    Path folder;

    private static byte[] fixture(String name) throws IOException {
        return Files.readAllBytes(NumpyFixturesTest.fixture(name));
    }

    private static byte[] idx(int... dimensions) {
        int size = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length + size);
        bytes.putInt(0x0800 | dimensions.length);
        Arrays.stream(dimensions).forEach(bytes::putInt);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (bytes.position() * 7));
        }
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] content(String name) throws IOException {
        return switch (name) {
            case "idx" -> idx(3, 5, 4);
            case "idx.gz" -> gzip(idx(3, 5, 4));
            case "csv" -> "a,b\n1.5,2\n\"3\",-4e3\n".getBytes(StandardCharsets.UTF_8);
            default -> fixture(name);
        };
    }

    private static Consumer<Path> reader(String name) {
        if (name.endsWith("npz")) {
            return NpzFile::read;
        }
        if (name.endsWith("npy")) {
            return NpyFile::read;
        }
        return name.equals("csv")
                ? file -> CsvFile.read(file, CsvHeader.DETECT, 1000)
                : file -> IdxFile.read(file, Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version-1.npy",
                "version-3.npy",
                "fortran-3d.npy",
                "stored.npz",
                "compressed.npz",
                "idx",
                "idx.gz"
            })
    void aFileCutOffAnywhereIsRefused(String name) throws IOException {
        byte[] whole = content(name);
        assertThat(HostileContent.isRefused(folder, reader(name), whole, "whole file"))
                .isFalse();
        for (int length = 0; length < whole.length; length++) {
            boolean refused =
                    HostileContent.isRefused(folder, reader(name), Arrays.copyOf(whole, length), length + " bytes");
            assertThat(refused)
                    .as("%s cut to %d of %d bytes", name, length, whole.length)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version-1.npy",
                "version-2.npy",
                "fortran-3d.npy",
                "stored.npz",
                "compressed.npz",
                "idx",
                "idx.gz",
                "csv"
            })
    void randomDamageIsRefusedOrHarmless(String name) throws IOException {
        byte[] whole = content(name);
        SplittableRandom random = new SplittableRandom(20_260_101L);
        int refusals = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] damaged = whole.clone();
            // Half of the changes fall into the first 128 bytes, where headers are.
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                int bound = random.nextBoolean() ? Math.min(128, whole.length) : whole.length;
                damaged[random.nextInt(bound)] = (byte) random.nextInt(256);
            }
            refusals += HostileContent.isRefused(folder, reader(name), damaged, "change " + i) ? 1 : 0;
        }
        assertThat(refusals).as("refusals of " + name).isGreaterThan(FLIPS / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void everySingleDamagedByteOfArchivedNumbersIsNoticed(String name) throws IOException {
        byte[] whole = content(name);
        Map<String, NpyArray> sound = NpzFile.read(NumpyFixturesTest.fixture(name));
        for (int i = 0; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            try {
                Map<String, NpyArray> read = NpzFile.read(HostileContent.file(folder, damaged));
                assertThat(read.values()).as("byte " + i).containsExactlyElementsOf(sound.values());
            } catch (InputFileException e) {
                assertThat(e).hasMessageContaining("hostile");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(1000000000, 1000000000)|8000000000000000000 bytes|cut off",
                "(1000000000000000000,)|1000000000000000000|at most",
                "(99999999999999999999999999999999999999999999999999999,)|99999999999|at most",
                "(2147483647, 2147483647, 2147483647)|overflows|numpy.save",
                "(-3, 4)|negative dimension -3|numpy.save",
                "(4)|not a tuple|numpy.save",
                "(3,|','|whole number",
                "(2,)|16 bytes of numbers, but 8 follow|cut off",
                "(0,)|0 bytes of numbers, but 8 follow|one array per file",
                "((((((((1,|'('|whole number",
                "__import__('os')|'_'|numpy.save"
            })
    void impossibleShapesAreRefusedBeforeMemoryIsTaken(String shape, String problem, String remedy) throws IOException {
        byte[] content = HostileContent.npy(HostileContent.header(shape), 8);
        assertThat(HostileContent.isRefused(folder, NpyFile::read, content, shape))
                .isTrue();
        assertThatThrownBy(() -> NpyFile.read(HostileContent.file(folder, content)))
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f8', 'shape': (1,)}",
                "{'descr': '<f8', 'fortran_order': 0, 'shape': (1,)}",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)} or 1",
                "{'descr': '=f8', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '', 'fortran_order': False, 'shape': (1,)}",
                "{'descr': '<f8, 'fortran_order': False, 'shape': (1,)}",
                "{'evil\u0007\u202e': 1}",
                "{",
                ""
            })
    void malformedHeadersAreRefused(String header) throws IOException {
        assertThat(HostileContent.isRefused(folder, NpyFile::read, HostileContent.npy(header, 8), header))
                .isTrue();
    }

    /** A file that is as long as it claims and takes no room on the disk. */
    private Path sparse(String header, long numbers) throws IOException {
        Path file = folder.resolve("sparse.npy");
        byte[] start = HostileContent.npy(header, 0);
        Files.write(file, start);
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(start.length + numbers);
        }
        return file;
    }

    @Test
    void arraysThatTheHeapCannotHoldAreRefusedInWordsButTheirFirstRowsCanBeRead() throws IOException {
        long half =
                Runtime.getRuntime().maxMemory() / Double.BYTES; // as many numbers as the heap holds, and twice that
        Path file = sparse(HostileContent.header("(" + half + ", 2)"), half * 16);
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("MiB")
                .hasMessageContaining("-Xmx");
        assertThat(NpyFile.readRows(file, 3).size()).isEqualTo(6);
        Path full = sparse(HostileContent.header("(" + half + ",)"), half * 8);
        assertThatThrownBy(() -> NpyFile.read(full))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("-Xmx");
    }

    @Test
    void moreNumbersThanAnArrayHasPlacesForAreRefused() throws IOException {
        String bytes = "{'descr': '|u1', 'fortran_order': False, 'shape': (2147483647, 2), }";
        Path file = sparse(bytes, 2L * Integer.MAX_VALUE);
        assertThatThrownBy(() -> NpyFile.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("4294967294 numbers")
                .hasMessageContaining("read fewer samples");
    }

    @Test
    void deepNestingCostsNoStack() throws IOException {
        assertThat(HostileContent.isRefused(
                        folder,
                        NpyFile::read,
                        HostileContent.npy(HostileContent.header("(".repeat(60_000)), 8),
                        "brackets"))
                .isTrue();
        assertThat(HostileContent.isRefused(folder, NpyFile::read, HostileContent.npy("{".repeat(60_000), 8), "braces"))
                .isTrue();
        assertThat(HostileContent.isRefused(
                        folder,
                        NpyFile::read,
                        HostileContent.npy(HostileContent.header("(" + "1,".repeat(30_000) + ")"), 8),
                        "dimensions"))
                .isTrue();
    }

    @Test
    void directoriesMissingAndEmptyFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> NpyFile.read(folder)).hasMessageContaining("is a directory");
        assertThatThrownBy(() -> NpzFile.read(folder.resolve("no.npz"))).hasMessageContaining("does not exist");
        assertThatThrownBy(() -> NpyFile.read(HostileContent.file(folder, new byte[0])))
                .hasMessageContaining("is empty");
    }

    @Test
    void idxHeadersThatLieAreRefused() throws IOException {
        byte[] huge = ByteBuffer.allocate(20)
                .putInt(0x0803)
                .putInt(Integer.MAX_VALUE)
                .putInt(Integer.MAX_VALUE)
                .putInt(1)
                .array();
        assertThat(HostileContent.isRefused(folder, reader("idx"), huge, "huge"))
                .isTrue();
        assertThat(HostileContent.isRefused(folder, reader("idx"), gzip(huge), "huge, compressed"))
                .isTrue();
        byte[] longer = Arrays.copyOf(idx(3, 5, 4), 4 + 12 + 61);
        assertThat(HostileContent.isRefused(folder, reader("idx"), longer, "longer"))
                .isTrue();
        assertThatThrownBy(() -> IdxFile.read(HostileContent.file(folder, gzip(longer)), Integer.MAX_VALUE))
                .hasMessageContaining("goes on");
    }

    @Test
    void aQuoteThatNeverClosesDoesNotSwallowAHugeFile() throws IOException {
        Path file = HostileContent.file(folder, ("1,\"" + "2\n".repeat(6_000_000)).getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> CsvFile.read(file, CsvHeader.ABSENT, 10))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("4194304 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr", "ar-EG", "hi-IN-u-nu-deva", "de"})
    void noLanguageChangesWhatIsReadOrSaid(String language) throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            assertThat(NpzFile.read(NumpyFixturesTest.fixture("compressed.npz")))
                    .hasSize(3);
            Path file = folder.resolve("round.npy");
            NpyFile.write(file, new double[] {1.5, 2.5}, 2);
            assertThat(NpyFile.read(file).toArray()).containsExactly(1.5, 2.5);
            assertThatThrownBy(() -> NpyFile.read(
                            HostileContent.file(folder, HostileContent.npy(HostileContent.header("(2,)"), 8))))
                    .hasMessageContaining("needs 16 bytes");
            Path csv = Files.writeString(folder.resolve("I.csv"), "1.5,2\n");
            assertThat(CsvFile.read(csv, CsvHeader.DETECT, 9).kept().toArray()).containsExactly(1.5, 2);
        } finally {
            Locale.setDefault(before);
        }
    }
}
