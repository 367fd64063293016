package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that claim what they do not hold. */
class HostileArchivesTest {
    @TempDir
    Path folder;

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        }
        return out.toByteArray();
    }

    @Test
    void anEntryThatUnpacksToMoreThanItsHeaderSaysIsRefusedWithoutUnpackingIt() throws IOException {
        byte[] bomb = Arrays.copyOf(HostileContent.npy(HostileContent.header("(1,)"), 8), 50 << 20);
        byte[] archive = zip("x.npy", bomb);
        assertThat(archive.length).isLessThan(100_000);
        assertThat(HostileContent.isRefused(folder, NpzFile::read, archive, "bomb"))
                .isTrue();
    }

    @Test
    void anEntryThatClaimsMoreThanItsCompressedSizeCanHoldIsRefused() throws IOException {
        byte[] archive = zip("x.npy", HostileContent.npy(HostileContent.header("(500000000,)"), 8));
        // The uncompressed size stands 24 bytes into the central directory's record.
        int directory = indexOf(archive, new byte[] {'P', 'K', 1, 2});
        int claimed =
                (int) (10 + HostileContent.header("(500000000,)").length() + 4_000_000_000L); // the field is unsigned
        ByteBuffer.wrap(archive).order(ByteOrder.LITTLE_ENDIAN).putInt(directory + 24, claimed);
        assertThat(HostileContent.isRefused(folder, NpzFile::read, archive, "claim"))
                .isTrue();
        assertThatThrownBy(() -> NpzFile.read(HostileContent.file(folder, archive)))
                .hasMessageContaining("impossible");
    }

    @Test
    void twoEntriesOfOneNameAreRefused() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"x.npy", "y.npy"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(HostileContent.npy(HostileContent.header("(1,)"), 8));
                zip.closeEntry();
            }
        }
        byte[] archive = out.toString(StandardCharsets.ISO_8859_1)
                .replace("y.npy", "x.npy")
                .getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> NpzFile.read(HostileContent.file(folder, archive)))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("two entries named 'x.npy'");
    }

    @Test
    void namesOfEntriesAreNeverPaths() throws IOException {
        Path escaped = folder.resolve("escaped.npy");
        Map<String, NpyArray> arrays = NpzFile.read(HostileContent.file(
                folder, zip("../escaped.npy", HostileContent.npy(HostileContent.header("(1,)"), 8))));
        assertThat(arrays).containsOnlyKeys("../escaped");
        assertThat(escaped).doesNotExist();
        assertThatThrownBy(() -> NpzFile.read(HostileContent.file(folder, zip("run.sh", new byte[9]))))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("'run.sh'");
    }

    @Test
    void filesOfMatlabAndPickleAreToldHowToBecomeArchives() throws IOException {
        byte[] matlab = "MATLAB 5.0 MAT-file, Platform: GLNXA64".getBytes(StandardCharsets.US_ASCII);
        Path mat = Files.write(folder.resolve("net.mat"), matlab);
        assertThatThrownBy(() -> NpzFile.read(mat)).hasMessageContainingAll("net.mat", "MATLAB", "scipy.io.loadmat");
        Path pickle = Files.write(folder.resolve("net.pkl"), new byte[] {(byte) 0x80, 4, '.'});
        assertThatThrownBy(() -> NpzFile.read(pickle)).hasMessageContainingAll("net.pkl", "pickle", "numpy.savez");
        Path other = Files.write(folder.resolve("net.bin"), new byte[] {(byte) 0x80, 4, '.'});
        assertThatThrownBy(() -> NpzFile.read(other)).hasMessageContaining("does not start as a zip archive does");
        Path one = Files.write(folder.resolve("one.npz"), new byte[] {'P'});
        assertThatThrownBy(() -> NpzFile.read(one)).hasMessageContaining("does not start as a zip archive does");
    }

    private static int indexOf(byte[] text, byte[] word) {
        for (int i = 0; i <= text.length - word.length; i++) {
            if (Arrays.equals(text, i, i + word.length, word, 0, word.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not found");
    }
}
