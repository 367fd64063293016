package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A public type has one name in the whole project, so that no code must write out a package to say which it means, and no
 * package has a name that another begins with: {@code compare} beside {@code comparison} tells nobody which is which.
 */
class NamesAreUniqueTest {

    @Test
    void noTwoPublicTypesShareAName() {
        assertThat(shared(Rules.ROOT)).isEmpty();
    }

    @Test
    void theRuleCanFail() {
        assertThat(shared(Rules.ROOT + ".architecture.fixture.twins")).isNotEmpty();
    }

    @Test
    void noPackageIsCalledNearlyLikeAnother() {
        SortedSet<String> words = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(Rules.ROOT)
                .forEach(type -> words.addAll(List.of(type.getPackageName().split("\\."))));
        words.removeAll(List.of(Rules.ROOT.split("\\.")));
        assertThat(words).hasSizeGreaterThan(50);
        assertThat(nearlyAlike(words)).isEmpty();
    }

    @Test
    void packagesThatAreNearlyAlikeAreSeen() {
        assertThat(nearlyAlike(
                        new TreeSet<>(Set.of("compare", "comparison", "form", "format", "forms", "dense", "density"))))
                .containsExactly("compare, comparison", "form, forms");
    }

    /** Two words of which one is the other in the plural or, where it is long enough to tell, with another ending. */
    private static List<String> nearlyAlike(SortedSet<String> words) {
        List<String> alike = new ArrayList<>();
        for (String word : words) {
            String stem = word.replaceFirst("e$", "");
            for (String other : words.tailSet(word)) {
                boolean derived = stem.length() > 4 && !other.equals(word) && other.startsWith(stem);
                if (derived || other.equals(word + "s")) {
                    alike.add(word + ", " + other);
                }
            }
        }
        return alike;
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
