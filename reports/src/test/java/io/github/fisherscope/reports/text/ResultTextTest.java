package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.text.Numbers;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTextTest {
    private static final ResultText TEXT = ResultText.of(SampleResults.tanhTenOutputs());

    @Test
    void theTerminalTableIsAligned() {
        List<String> lines = TEXT.comparison().terminal().lines().toList();
        List<Integer> bars = bars(lines.get(0));

        assertThat(bars).hasSize(4);
        assertThat(lines.subList(2, lines.size()))
                .allSatisfy(l -> assertThat(bars(l)).isEqualTo(bars));
        assertThat(lines).anyMatch(l -> l.contains("255.8 ± 1.5") && l.contains("255.9") && l.contains("agrees"));
    }

    private static List<Integer> bars(String line) {
        return IntStream.range(0, line.length())
                .filter(i -> line.charAt(i) == '│')
                .boxed()
                .toList();
    }

    @Test
    void theSummarySaysWhatItMeansForTraining() {
        assertThat(TEXT.terminal())
                .contains("All 5 judged statistics agree with theory.")
                .contains("stable there for learning rates below 2/λ_max = 0.007424")
                .contains(
                        "10 directions are on average about 15 times as steep as the mean of the others that are not flat");
    }

    @Test
    void everyTextIsTheSameInEveryLocale() {
        String before = TEXT.terminal() + TEXT.markdown() + TEXT.latex() + TEXT.csv();
        Locale locale = Locale.getDefault();
        try {
            for (String tag : List.of("tr", "de", "ar-EG-u-nu-arab")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(TEXT.terminal() + TEXT.markdown() + TEXT.latex() + TEXT.csv())
                        .isEqualTo(before);
            }
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void theCsvHasEveryDigit() {
        assertThat(TEXT.csv().lines().toList())
                .hasSize(8)
                .anyMatch(l -> l.startsWith("mean,0.009504338410904133,") && l.endsWith(",AGREES,"));
    }

    @Test
    void textOfTheUserDoesNotBreakTheFormats() {
        TextTable table = TextTable.of(List.of("a", "b"), List.of(List.of("x|<b>, \"q\"", "50 % of $5 & #_{λ_max}")));

        assertThat(table.markdown()).contains("x\\|&lt;b>");
        assertThat(table.csv()).contains("\"x|<b>, \"\"q\"\"\"");
        assertThat(table.latex()).contains("50 \\% of \\$5 \\& $\\#\\_\\{\\lambda_{\\max}\\}$");
    }

    @ParameterizedTest
    @CsvSource({
        "255.85170802983325, 255.9",
        "0.00951166493, 0.009512",
        "0, 0",
        "-16.7465, -16.75",
        "0.00001234, 1.234e-5",
        "123456, 123456",
        "1234567, 1.235e6",
        "1e-300, 1.000e-300"
    })
    void numbersHaveFourSignificantDigits(double value, String expected) {
        assertThat(Numbers.shortly(value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"255.813, 1.491, 255.8 ± 1.5", "0.0095043, 0.0000216, 0.009504 ± 0.000022", "40.11, 12.3, 40 ± 12"})
    void errorsHaveTwoSignificantDigits(double value, double error, String expected) {
        assertThat(Numbers.withError(value, error)).isEqualTo(expected);
    }

    @Test
    void aCommandWithSpacesAndQuotesCanBePasted() {
        assertThat(CommandLine.quoted(List.of("./fisher", "spectrum", "--out", "it's $HOME/a b")))
                .isEqualTo("./fisher spectrum --out 'it'\\''s $HOME/a b'");
    }

    @Test
    void aRowOfTheWrongLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextTable.of(List.of("a", "b"), List.of(List.of("1"))))
                .withMessageContaining("2 columns");
    }
}
