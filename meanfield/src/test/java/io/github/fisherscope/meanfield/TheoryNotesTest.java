package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TheoryNotesTest {
    private static final Path NOTES = Path.of("../docs/theory/equations.md");
    private static final Pattern REFERENCE = Pattern.compile("equations\\.md#([a-z-]+)");

    @Test
    void everyReferenceInTheCodeLeadsToASection() throws IOException {
        Set<String> sections = Files.readAllLines(NOTES).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z -]", ""))
                .map(line -> line.replace(' ', '-'))
                .collect(Collectors.toSet());
        Set<String> referenced = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Matcher matcher = REFERENCE.matcher(Files.readString(file));
                while (matcher.find()) {
                    referenced.add(matcher.group(1));
                }
            }
        }
        assertThat(referenced).hasSizeGreaterThan(10);
        assertThat(sections).containsAll(referenced);
    }
}
