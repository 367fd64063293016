package io.github.fisherscope.results.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a record holds its numbers in, JSON gets no NaN: a quoted "NaN" is a number to no reader. */
class JsonTextTest {
    record Inner(double plain, @Nullable Double boxed) {}

    @SuppressWarnings("ArrayRecordComponent") // arrays are what is tested
    record Outer(String z, @JsonUnwrapped Inner inner, List<Double> list, double[] array, RealVector vector) {}

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatJsonLacksAreRefusedWithTheirPlace(double x) {
        refused(outer(x, 1.0, 1, 1, 1), "/plain is " + x);
        refused(outer(1, x, 1, 1, 1), "/boxed is " + x);
        refused(outer(1, 1.0, x, 1, 1), " is " + x);
        refused(outer(1, 1.0, 1, x, 1), "/array/1 is " + x);
        refused(outer(1, 1.0, 1, 1, x), "/vector/1 is " + x);
    }

    @Test
    void keysKeepTheirOrderAndNumbersTheirDigits() {
        Outer outer = outer(0.1, null, 1e300, Double.MIN_VALUE, -0.0);
        assertThat(JsonText.line(outer))
                .isEqualTo("{\"z\":\"é\",\"plain\":0.1,\"boxed\":null,\"list\":[0.5,1.0E300],"
                        + "\"array\":[0.5,4.9E-324],\"vector\":[0.5,-0.0]}");
        assertThat(JsonText.page(outer)).endsWith("}\n").contains("\"vector\" : [ 0.5, -0.0 ]");
    }

    @Test
    void whatWasWrittenIsReadBack() {
        Inner inner = new Inner(1.0 / 3, null);
        assertThat(JsonText.read(JsonText.page(inner), Inner.class, "inner/1")).isEqualTo(inner);
        assertThatThrownBy(() -> JsonText.read("null", Inner.class, "inner/1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a inner/1: it is the JSON null");
        assertThatThrownBy(() -> JsonText.read("{", Inner.class, "inner/1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("not a inner/1: ");
    }

    private static void refused(Outer outer, String words) {
        assertThatThrownBy(() -> JsonText.line(outer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be written as JSON")
                .hasMessageContaining(words);
        assertThatThrownBy(() -> JsonText.page(outer)).hasMessageContaining(words);
    }

    private static Outer outer(double plain, @Nullable Double boxed, double list, double array, double vector) {
        return new Outer(
                "é",
                new Inner(plain, boxed),
                Arrays.asList(0.5, list),
                new double[] {0.5, array},
                RealVector.of(0.5, vector));
    }
}
