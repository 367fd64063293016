package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A public type has one name in the whole project, so that no code must write out a package to say which it means. */
class NamesAreUniqueTest {

    @Test
    void noTwoPublicTypesShareAName() {
        assertThat(shared(Rules.ROOT)).isEmpty();
    }

    @Test
    void theRuleCanFail() {
        assertThat(shared(Rules.ROOT + ".architecture.fixture.twins")).isNotEmpty();
    }

    private static Map<String, List<String>> shared(String root) {
        ClassFileImporter importer = new ClassFileImporter();
        if (root.equals(Rules.ROOT)) {
            importer = importer.withImportOption(new ImportOption.DoNotIncludeTests());
        }
        Map<String, List<String>> byName = importer.importPackages(root).stream()
                .filter(JavaClass::isTopLevelClass)
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(JavaClass::getName, Collectors.toList())));
        byName.values().removeIf(names -> names.size() == 1);
        return byName;
    }
}
