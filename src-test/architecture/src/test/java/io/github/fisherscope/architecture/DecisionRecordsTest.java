package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision is kept as long as something notices when it is not: every record names what, and that exists. */
class DecisionRecordsTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final Path RECORDS = REPOSITORY.resolve("docs/decisions");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    static Stream<String> records() throws IOException {
        try (Stream<Path> files = Files.list(RECORDS)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\d{4}-.*\\.md"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void theConfirmationNamesTestsThatExist(String record) throws IOException {
        String text = Files.readString(RECORDS.resolve(record));
        String[] parts = text.split("\n## Confirmation\n", -1);
        assertThat(parts).as("sections named Confirmation").hasSize(2);
        List<String> quoted = QUOTED.matcher(parts[1])
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        List<String> tests =
                quoted.stream().filter(name -> name.endsWith("Test")).toList();
        List<String> files = quoted.stream()
                .filter(name -> name.startsWith(".ci/") || name.startsWith("src-test/"))
                .toList();
        assertThat(tests.size() + files.size()).as("guards named").isPositive();
        assertThat(namesOfTests()).containsAll(tests);
        assertThat(files)
                .allSatisfy(file -> assertThat(REPOSITORY.resolve(file)).exists());
    }

    @Test
    void recordsAreNumberedWithoutGapsAndListed() throws IOException {
        List<String> names = records().toList();
        String index = Files.readString(RECORDS.resolve("README.md"));
        assertThat(names).isNotEmpty();
        for (int i = 0; i < names.size(); i++) {
            assertThat(Integer.parseInt(names.get(i).substring(0, 4))).isEqualTo(i + 1);
            assertThat(index).contains("(" + names.get(i) + ")");
        }
    }

    private static Set<String> namesOfTests() throws IOException {
        try (Stream<Path> files = Files.find(
                REPOSITORY,
                20,
                (file, attributes) -> file.toString().contains("src/test/java")
                        && file.getFileName().toString().endsWith("Test.java"))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }
}
