package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RegularFileTest {
    @TempDir
    private Path folder;

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void pipesAndDevicesAreRefusedAtOnce() throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(folder.resolve("zero.json"), Path.of("/dev/zero"));
        for (Path file : List.of(pipe(), Path.of("/dev/zero"), link)) {
            assertThatThrownBy(() -> RegularFile.text(file, 100)).hasMessageContaining("is not a regular file");
            assertThatThrownBy(() -> RegularFile.requireAtMostIfPresent(file, 100))
                    .hasMessageContaining("is not a regular file");
            assertThatThrownBy(() -> RegularFile.sha256(file)).hasMessageContaining("is not a regular file");
        }
    }

    @Test
    void aFileAboveTheStatedLengthIsRefusedUnread() throws IOException {
        Path file = folder.resolve("sparse.json");
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(1L << 40);
        }
        assertThatThrownBy(() -> RegularFile.text(file, 1 << 20))
                .isInstanceOf(InputFileException.class)
                .hasMessage(
                        file
                                + ": has 1099511627776 bytes; a file of this kind is read up to 1048576 (1 MiB); check that it is the file you meant");
    }

    @Test
    void textComesWithoutItsMarkAndOnlyAsUtf8() throws IOException {
        Path file = Files.writeString(folder.resolve("t.json"), "\ufeffé");
        assertThat(RegularFile.text(file, 5)).isEqualTo("é");
        assertThatThrownBy(() -> RegularFile.text(file, 4)).hasMessageContaining("has 5 bytes");
        Files.write(file, new byte[] {(byte) 0xe9});
        assertThatThrownBy(() -> RegularFile.text(file, 4)).hasMessageContaining("is not UTF-8 text");
        assertThatCode(() -> RegularFile.requireAtMostIfPresent(folder.resolve("none"), 4))
                .doesNotThrowAnyException();
        Path empty = Files.createFile(folder.resolve("empty"));
        assertThatCode(() -> RegularFile.requireAtMostIfPresent(empty, 4)).doesNotThrowAnyException();
    }
}
