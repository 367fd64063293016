package io.github.fisherscope.studies.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowSentencesTest {
    @ParameterizedTest
    @EnumSource(Remark.Kind.class)
    void everyRemarkIsASentence(Remark.Kind kind) {
        String text = RowSentences.of(List.of(new Remark(kind, "the network is narrow", 1234)));

        assertThat(text).matches("(?s)[\\p{Lu}κ].*\\.").doesNotContain("null", "%d", "%s", "--", "  ");
        boolean condition = kind == Remark.Kind.TOO_NARROW || kind == Remark.Kind.TOO_FEW_INPUTS;
        assertThat(text.contains("the network is narrow")).isEqualTo(condition);
        assertThat(text.contains("1234")).isEqualTo(kind == Remark.Kind.NORM_NEEDS_NETWORKS);
    }

    @Test
    void noTwoRemarksSayTheSame() {
        assertThat(Arrays.stream(Remark.Kind.values()).map(kind -> RowSentences.of(List.of(Remark.of(kind)))))
                .doesNotHaveDuplicates();
    }

    @Test
    void remarksStandOneAfterTheOther() {
        assertThat(RowSentences.of(List.of())).isEmpty();
        assertThat(RowSentences.of(List.of(Remark.of(Remark.Kind.NORM_SCATTERS), Remark.normNeeds(400))))
                .startsWith("The norm of one network scatters")
                .endsWith("is. Judged from 400 networks on, whose mean is close to normal.");
    }

    @Test
    void numbersHaveLatinDigitsInEveryLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            assertThat(RowSentences.of(List.of(Remark.normNeeds(4000)))).contains("4000");
            assertThat(RowSentences.allowed(2, 0.5, 0.75, 0.25, 0)).contains("−25", "+38", "±13");
        } finally {
            Locale.setDefault(before);
        }
    }

    /** 10 and 20 of 100 by chance, 5 for finite width. */
    @Test
    void whatIsAllowedIsGivenInPercentOfThePrediction() {
        assertThat(RowSentences.allowed(100, 10, 10, 0, 9))
                .isEqualTo("Allowed: ±10 % for chance (measured over networks).");
        assertThat(RowSentences.allowed(-100, 10, 20, 5, 0))
                .isEqualTo(
                        "Allowed: −10 to +20 % for chance (known scatter of one network) and ±5.0 % for finite width.");
        assertThat(RowSentences.allowed(0, 10, 20, 5, 0)).isEmpty();
    }
}
