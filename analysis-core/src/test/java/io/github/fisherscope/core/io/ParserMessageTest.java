package io.github.fisherscope.core.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of the parser as it words them, and as a user reads them. */
class ParserMessageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Document nesting depth (501) exceeds the maximum allowed (500, from `StreamReadConstraints.getMaxNestingDepth()`)"
                        + "|Document nesting depth (501) exceeds the maximum allowed (500)",
                "Document nesting depth (٥٠١) exceeds the maximum allowed (٥٠٠, from `StreamReadConstraints.getMaxNestingDepth()`)"
                        + "|Document nesting depth (501) exceeds the maximum allowed (500)",
                "Unexpected end-of-input: expected close marker for Object (start marker at [Source: REDACTED; line: 1, column: 1])"
                        + "|Unexpected end-of-input: expected close marker for Object",
            })
    void whatAUserReadsHasClosedBracketsAndPlainDigits(String worded, String read) {
        assertThat(ParserMessage.plain(worded)).isEqualTo(read);
    }
}
