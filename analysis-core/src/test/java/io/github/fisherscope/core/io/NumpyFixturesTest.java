package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that NumPy wrote; the README beside them says how. */
class NumpyFixturesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /** The numbers of make_fixtures.py, written down a second time. */
    private static final Map<String, double[]> EXPECTED = Map.ofEntries(
            Map.entry("f8", new double[] {0.0, -1.5, 3.141592653589793, 1e300, -2.5e-308, INF}),
            Map.entry("f4", new double[] {0.0, -1.5, 3.1415927410125732, 1e30f, -2.5, -INF}),
            Map.entry("f2", new double[] {0.0, -1.5, 65504, 0x1p-24, -0x1p-14, 0.333251953125}),
            Map.entry("i1", new double[] {0, -1, 127, -128, 5, 6}),
            Map.entry("i2", new double[] {0, -1, 32767, -32768, 5, 6}),
            Map.entry("i4", new double[] {0, -1, 2147483647.0, -2147483648.0, 5, 6}),
            Map.entry("i8", new double[] {0, -1, 0x1p53, -0x1p53, 5, -0x1p63}),
            Map.entry("u1", new double[] {0, 1, 255, 128, 5, 6}),
            Map.entry("u2", new double[] {0, 1, 65535, 32768, 5, 6}),
            Map.entry("u4", new double[] {0, 1, 4294967295.0, 2147483648.0, 5, 6}),
            Map.entry("u8", new double[] {0, 1, 0x1p53, 0x1p62, 0x1p63, 0x1p64 - 0x1p11}));

    static Path fixture(String name) {
        try {
            return Path.of(Objects.requireNonNull(NumpyFixturesTest.class.getResource("numpy/" + name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8", "f4", "f2", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8"})
    void everyTypeIsReadInBothByteOrders(String type) {
        for (String order : new String[] {"le-", "be-"}) {
            NpyArray array = NpyFile.read(fixture(order + type + ".npy"));
            assertThat(array.shape()).containsExactly(2, 3);
            assertThat(array.toArray()).as(order + type).containsExactly(EXPECTED.get(type));
        }
    }

    @Test
    void truthValuesBecomeZeroAndOne() {
        assertThat(NpyFile.read(fixture("bool.npy")).toArray()).containsExactly(0, 1, 1, 1, 0, 0);
    }

    @Test
    void everyHalfPrecisionNumberAgreesWithItsDefinition() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            double expected = halfByDefinition(bits);
            assertThat(Double.doubleToLongBits(ElementType.half((short) bits)))
                    .as("%04x", bits)
                    .isEqualTo(Double.doubleToLongBits(expected));
        }
    }

    /** Through the bits of float32, where every binary16 number has a place: a second way to the same number. */
    private static double halfByDefinition(int bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0x1f) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
        }
        if (exponent > 0) {
            return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
        }
        float magnitude = fraction / 16_777_216f;
        return sign == 0 ? magnitude : -magnitude;
    }

    @ParameterizedTest
    @ValueSource(strings = {"version-1.npy", "version-2.npy", "version-3.npy", "fortran-2d.npy"})
    void everyHeaderVersionAndIndexOrderGivesTheSameMatrix(String name) {
        NpyArray array = NpyFile.read(fixture(name));
        assertThat(array).isEqualTo(NpyArray.ofRows(6, 4, (i, row) -> Arrays.setAll(row, j -> 4 * i + j)));
    }

    @Test
    void threeDimensionsAgreeInBothIndexOrders() {
        NpyArray c = NpyFile.read(fixture("c-order-3d.npy"));
        assertThat(c.get(1, 2, 3)).isEqualTo(23);
        assertThat(NpyFile.read(fixture("fortran-3d.npy"))).isEqualTo(c);
        assertThat(NpyFile.readRows(fixture("fortran-3d.npy"), 1))
                .isEqualTo(NpyFile.readRows(fixture("c-order-3d.npy"), 1));
    }

    @Test
    void arraysWithoutEntriesOrDimensionsAreRead() {
        assertThat(NpyFile.read(fixture("scalar.npy")).get()).isEqualTo(42);
        assertThat(NpyFile.read(fixture("empty.npy")).shape()).containsExactly(0, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void archivesOfNumpyAreRead(String name) {
        Map<String, NpyArray> arrays = NpzFile.read(fixture(name));
        assertThat(arrays).containsOnlyKeys("W1", "b1", "steps");
        assertThat(arrays.get("b1")).isEqualTo(NpyArray.of(new double[] {0, 1, 2, 3, 4, 5}, 6));
        assertThat(arrays.get("W1")).isEqualTo(NpyFile.read(fixture("version-1.npy")));
        try (NpzFile npz = NpzFile.open(fixture(name))) {
            assertThat(npz.read("steps", 2).integral()).isTrue();
            assertThat(npz.read("steps", 2).kept().toArray()).containsExactly(1, 2);
            assertThatThrownBy(() -> npz.read("W2"))
                    .isInstanceOf(InputFileException.class)
                    .hasMessageContaining("W2")
                    .hasMessageContaining("steps");
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "refused-complex.npy, <c16, .real",
                "refused-string.npy, <U3, .astype('float64')",
                "refused-object.npy, |O, .astype('float64')",
                "refused-structured.npy, structured, x['field']",
                "refused-date.npy, <M8[D], .astype('float64')",
                "refused-i8.npy, 9007199254740993, float64",
                "refused-i8-largest.npy, 9223372036854775807, float64",
                "refused-u8.npy, 9223372036854775809, float64"
            })
    void whatIsNotARealNumberIsRefusedWithARemedy(String name, String problem, String remedy) {
        assertThatThrownBy(() -> NpyFile.read(fixture(name)))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(name)
                .hasMessageContaining(problem)
                .hasMessageContaining(remedy);
    }
}
