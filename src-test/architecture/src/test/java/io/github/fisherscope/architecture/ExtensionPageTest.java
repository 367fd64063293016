package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page on extensions shows the code of the program and no other. */
class ExtensionPageTest {
    private static final Path REPOSITORY = Path.of("..", "..");

    /** A file in backquotes at the start of a line or after a comma, a colon, and a block of Java. */
    private static final Pattern QUOTE =
            Pattern.compile("`([\\w/.-]+\\.java)`:\n\n```java\n(.*?)\n```", Pattern.DOTALL);

    private static final Pattern BLOCK = Pattern.compile("^```java$", Pattern.MULTILINE);

    @Test
    void everyBlockStandsInTheFileItIsFrom() throws IOException {
        String page = Files.readString(REPOSITORY.resolve("docs/how-to/extend.md"));
        List<MatchResult> quotes = QUOTE.matcher(page).results().toList();
        assertThat(quotes).hasSameSizeAs(BLOCK.matcher(page).results().toList());
        assertThat(quotes).hasSizeGreaterThanOrEqualTo(6);
        for (MatchResult quote : quotes) {
            String source = Files.readString(REPOSITORY.resolve(quote.group(1)));
            int from = 0;
            for (String part : quote.group(2).split("\n…\n")) {
                int found = source.indexOf(part, from);
                assertThat(found).as("%s: %s", quote.group(1), part).isNotNegative();
                from = found + part.length();
            }
        }
    }
}
