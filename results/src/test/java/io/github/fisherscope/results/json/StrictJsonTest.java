package io.github.fisherscope.results.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no JSON is refused in words for whoever wrote it, which the names of a parser's settings are not. */
class StrictJsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\": NaN}",
                "{\"a\": Infinity}",
                "{\"a\": +5}",
                "{\"a\": .5}",
                "{\"a\": 5.}",
                "{\"a\": 05}",
                "{\"a\": 0x5}",
                "{\"a\": 'b'}",
                "{'a': 5}",
                "{a: 5}",
                "{\"a\": 5,}",
                "{\"a\": 5} x",
                "// remark\n{\"a\": 5}",
                "# remark\n{\"a\": 5}",
                "/* remark */ {\"a\": 5}",
                "{\"a\": \"\\x\"}",
                "{\"a\": \"\u0001\"}",
                "{\"a\"",
                "[1 2]",
                "]"
            })
    void theMessageNamesThePlaceAndNoSettings(String text) {
        assertThatThrownBy(() -> StrictJson.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is not valid JSON: ")
                .hasMessageMatching("(?s).{30,}\\(line [0-9]+, column [0-9]+\\)")
                .message()
                .doesNotContainPattern("`|Feature|Constraints|enabl|ALLOW|source:|[(:]\\s*\\(line");
    }

    @Test
    void aDocumentThatIsNestedTooDeeplyIsRefused() {
        assertThatThrownBy(() -> StrictJson.parse("[".repeat(5000)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("nesting depth")
                .doesNotContain("Constraints");
    }
}
