package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzFileTest {
    @TempDir
    Path folder;

    private static Map<String, NpyArray> arrays() {
        SplittableRandom random = new SplittableRandom(5);
        Map<String, NpyArray> arrays = new LinkedHashMap<>();
        arrays.put("W2", NpyArray.of(random.doubles(6000).toArray(), 60, 100));
        arrays.put("W1", NpyArray.of(random.doubles(24).toArray(), 2, 3, 4));
        arrays.put("einzeln/größe", NpyArray.of(new double[] {Double.NaN}));
        arrays.put("empty", NpyArray.of(new double[0], 0, 7));
        return arrays;
    }

    @Test
    void whatWasWrittenIsReadBackInItsOrder() {
        Path file = folder.resolve("net.npz");
        NpzFile.write(file, arrays());
        Map<String, NpyArray> back = NpzFile.read(file);
        assertThat(back).isEqualTo(arrays());
        assertThat(back.keySet()).containsExactlyElementsOf(arrays().keySet());
    }

    @Test
    void theSameArraysGiveTheSameBytesInEveryTimeZone() throws IOException {
        TimeZone before = TimeZone.getDefault();
        byte[] first = null;
        try {
            for (String zone : new String[] {"UTC", "Pacific/Kiritimati", "America/St_Johns"}) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Path file = folder.resolve("net.npz");
                NpzFile.write(file, arrays());
                byte[] bytes = Files.readAllBytes(file);
                assertThat(bytes).isEqualTo(first == null ? bytes.clone() : first);
                first = bytes;
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void namesThatCannotBeWrittenAreRefused() {
        Path file = folder.resolve("net.npz");
        NpyArray one = NpyArray.of(new double[1], 1);
        assertThatThrownBy(() -> NpzFile.write(file, Map.of("", one))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NpzFile.write(file, Map.of("a\nb", one))).isInstanceOf(IllegalArgumentException.class);
        assertThat(file).doesNotExist();
    }

    @Test
    void headersTellShapesWithoutNumbers() {
        Path file = folder.resolve("h.npz");
        NpzFile.write(file, Map.of("W1", NpyArray.of(new double[6], 2, 3)));
        try (NpzFile npz = NpzFile.open(file)) {
            assertThat(npz.headers()).isEqualTo(Map.of("W1", new ArrayHeader(List.of(2, 3), false)));
            assertThat(npz.header("W1").elements()).isEqualTo(6);
            assertThatThrownBy(() -> npz.header("W2")).hasMessageContaining("no array 'W2'");
        }
    }
}
