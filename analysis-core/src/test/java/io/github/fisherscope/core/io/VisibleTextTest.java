package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisibleTextTest {
    @Test
    void charactersThatWouldNotShowAreSpelledOut() {
        assertThat(VisibleText.of("a\u001b[31m\u0000\u0085\u202e\u2066\u2028\ufffe"))
                .isEqualTo("a\\u001b[31m\\u0000\\u0085\\u202e\\u2066\\u2028\\ufffe");
    }

    @Test
    void otherTextStaysAsItIs() {
        String text = "λ_max ≤ 3\t\"größe\"\r\n日本 𝔽";
        assertThat(VisibleText.of(text)).isSameAs(text);
        assertThat(VisibleText.of("\u0007" + text)).isEqualTo("\\u0007" + text);
    }
}
