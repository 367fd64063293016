package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule on every module. Whether a rule can fail is the matter of {@link RulesCanFailTest}. */
class ArchitectureTest {
    private static final Path REPOSITORY =
            Path.of("").toAbsolutePath().resolve("../..").normalize();

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(Stream.of(
                            "core",
                            "spectra",
                            "meanfield",
                            "geometry",
                            "generative",
                            "formats",
                            "backend",
                            "results",
                            "studies",
                            "reports",
                            "papers",
                            "bench",
                            "notebooks",
                            "cli")
                    .map(module -> Rules.ROOT + "." + module)
                    .toArray(String[]::new));

    /** A rule on classes that were not imported holds without saying anything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "analysis-core",
                "spectra",
                "meanfield",
                "geometry",
                "generative",
                "network-formats",
                "results",
                "studies",
                "reports",
                "papers",
                "bench",
                "notebooks-export",
                "cli",
                "backends/nd4j",
                "backends/cuda",
                "backends/spark"
            })
    void everySourceFileOfTheModuleWasSeen(String module) {
        Set<String> seen = CLASSES.stream().map(JavaClass::getName).collect(Collectors.toSet());
        assertThat(classesWrittenIn(REPOSITORY.resolve(module).resolve("src/main/java")))
                .as("source files of " + module)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(seen).contains(name));
    }

    static Stream<RuleUnderTest> rules() {
        return RuleUnderTest.all(Rules.ROOT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleHolds(RuleUnderTest rule) {
        ArchRule checked = rule.rule();
        checked.check(CLASSES);
    }

    private static List<String> classesWrittenIn(Path sources) {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file).toString())
                    .map(file -> file.substring(0, file.length() - ".java".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + sources, e);
        }
    }
}
