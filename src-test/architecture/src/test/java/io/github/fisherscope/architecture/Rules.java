package io.github.fisherscope.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.have;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules, each for the packages below one root, so that a test can point a rule at a fixture that breaks it. A rule
 * accepts classes it finds nothing to say about; {@link ArchitectureTest} makes sure that there are classes.
 */
final class Rules {
    static final String ROOT = "io.github.fisherscope";

    /** Which modules a module may use: design of the project, one line per module. */
    private static final Map<String, Set<String>> MAY_USE = new TreeMap<>(
            Map.ofEntries(
                    Map.entry("core", Set.of()),
                    Map.entry("spectra", Set.of("core")),
                    Map.entry("meanfield", Set.of("core")),
                    Map.entry("geometry", Set.of("core")),
                    Map.entry("generative", Set.of("core")),
                    Map.entry("formats", Set.of("core")),
                    Map.entry("backend", Set.of("core")),
                    Map.entry("results", Set.of("core")),
                    Map.entry("studies", all("core spectra meanfield geometry generative formats results")),
                    Map.entry("reports", Set.of("core", "results")),
                    Map.entry("papers", all("core spectra meanfield geometry generative results studies reports")),
                    Map.entry("bench", Set.of("core", "spectra", "results", "studies", "reports")),
                    Map.entry("notebooks", Set.of("core", "results", "reports")),
                    Map.entry(
                            "cli",
                            all(
                                    "core spectra meanfield geometry generative formats results studies reports papers bench notebooks"))));

    private static Set<String> all(String modules) {
        return Set.of(modules.split(" "));
    }

    /** Libraries whose matrices and decompositions must stay replaceable. */
    private static final String[] MATRIX_LIBRARIES = {
        "org.ejml..", "org.ojalgo..", "org.apache.commons.math3..", "org.bytedeco..", "org.nd4j..", "com.sun.jna.."
    };

    private final String root;

    Rules(String root) {
        this.root = root;
    }

    ArchRule theoryAndMeasurementAreIndependent() {
        return noneOf("meanfield")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(below("spectra"))
                .because("a theory that shares code with the measurement cannot confirm it")
                .allowEmptyShould(true);
    }

    ArchRule measurementAndTheoryAreIndependent() {
        return noneOf("spectra")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(below("meanfield"))
                .because("a measurement that knows the prediction cannot test it")
                .allowEmptyShould(true);
    }

    ArchRule theoryUsesSpecificationsOnly() {
        return noneOf("meanfield")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        below("core.fisher"),
                        below("core.backend"),
                        below("core.operator"),
                        below("core.random"),
                        below("core.io"))
                .because("a prediction is made from the specification, without a network, data or a matrix")
                .allowEmptyShould(true);
    }

    ArchRule reportsComputeNothing() {
        return noClasses()
                .that()
                .resideInAnyPackage(below("reports"), below("results"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        below("core.fisher"),
                        below("core.backend"),
                        below("core.operator"),
                        below("core.random"),
                        below("core.data"),
                        below("core.geometry"),
                        below("core.training"),
                        below("spectra"),
                        below("meanfield"),
                        below("geometry"),
                        below("generative"),
                        below("studies"))
                .because("a page shows what was found and computes nothing")
                .allowEmptyShould(true);
    }

    /** One rule per pair of modules that must not see each other. */
    ArchRule modulesKeepTheirDirection() {
        List<ArchRule> rules = new ArrayList<>();
        MAY_USE.forEach((module, allowed) -> {
            String[] forbidden = MAY_USE.keySet().stream()
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .map(this::below)
                    .toArray(String[]::new);
            if (forbidden.length > 0) {
                rules.add(noneOf(module)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(forbidden)
                        .because(module + " may use " + allowed + " only")
                        .allowEmptyShould(true));
            }
        });
        return CompositeArchRule.of(rules);
    }

    /** A plan knows no measurement, a measurement no prediction, a prediction neither; a result is made of all three. */
    ArchRule studiesKeepTheirRooms() {
        return CompositeArchRule.of(List.of(
                roomIgnores("method", "config", "plan", "measure", "predict", "assemble", "spectrum"),
                roomIgnores("config", "plan", "measure", "predict", "assemble", "spectrum"),
                roomIgnores("plan", "measure", "predict", "assemble", "spectrum"),
                roomIgnores("measure", "predict", "assemble", "spectrum"),
                roomIgnores("predict", "plan", "measure", "assemble", "spectrum"),
                roomIgnores("assemble", "spectrum")));
    }

    private ArchRule roomIgnores(String room, String... others) {
        return noneOf("studies." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(others)
                        .map(other -> below("studies." + other))
                        .toArray(String[]::new))
                .because("the rooms of a study stand on each other in one order")
                .allowEmptyShould(true);
    }

    ArchRule packagesFormNoCycles() {
        return slices().assignedFrom(new PackagesWithTheirInternals())
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true);
    }

    /**
     * One slice per package. An internal package counts as part of the package that it implements, as the two may know
     * each other: {@code core.backend.internal.shared} belongs to {@code core.backend} and
     * {@code reports.internal.chart} to {@code reports.chart}.
     */
    private final class PackagesWithTheirInternals implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            if (!name.startsWith(root + ".")) {
                return SliceIdentifier.ignore();
            }
            String below = name.substring(root.length() + 1);
            return SliceIdentifier.of(below.replaceFirst("^(\\w+)\\.internal\\.(\\w+).*", "$1.$2")
                    .replaceFirst("^(\\w+\\.[\\w.]+?)\\.internal\\b.*", "$1"));
        }

        @Override
        public String getDescription() {
            return "packages below " + root + ", each with its internal packages";
        }
    }

    ArchRule matrixLibrariesStayBehindTheWall() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages("..internal..", below("backend"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(MATRIX_LIBRARIES)
                .because("a library that no caller sees can be exchanged")
                .allowEmptyShould(true);
    }

    /**
     * Also inside internal and backend packages nothing public hands such a type on to another package's caller. The
     * one exception is the class whose purpose it is to take and return ND4J's arrays.
     */
    ArchRule publicSignaturesNameOwnTypesOnly() {
        DescribedPredicate<JavaClass> published = describe(
                "are public and not internal",
                c -> c.getModifiers().contains(JavaModifier.PUBLIC)
                        && !c.getPackageName().contains(".internal")
                        && !c.getName().equals(root + ".backend.nd4j.Nd4jNetworks"));
        DescribedPredicate<JavaClass> hidden =
                describe("internal or third-party matrix types", c -> isInternal(c) || isFromAMatrixLibrary(c));
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and(published)
                .should(Conditions.notExpose(hidden))
                .allowEmptyShould(true);
    }

    private boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith(root) && type.getPackageName().contains(".internal");
    }

    private static boolean isFromAMatrixLibrary(JavaClass type) {
        return Stream.of(MATRIX_LIBRARIES)
                .map(pattern -> pattern.substring(0, pattern.length() - "..".length()))
                .anyMatch(type.getPackageName()::startsWith);
    }

    ArchRule chartsAndCommandLineStayAtTheRim() {
        return CompositeArchRule.of(noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(below("reports"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.knowm..", "gg.jte..")
                        .because("only reports draws")
                        .allowEmptyShould(true))
                .and(noClasses()
                        .that()
                        .resideInAPackage(root + "..")
                        .and()
                        .resideOutsideOfPackage(below("cli"))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("picocli..")
                        .because("only cli reads a command line")
                        .allowEmptyShould(true));
    }

    /** The command's main method wraps the streams in its writers; nothing else sees them. */
    ArchRule nothingPrintsToTheStandardStreams() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveFullyQualifiedName(root + ".cli.FisherCommand")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .because("a library is silent and the command line writes through its own writers")
                .allowEmptyShould(true);
    }

    ArchRule nothingLogsThroughJavaUtilLogging() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("System.Logger leaves the choice to the application")
                .allowEmptyShould(true);
    }

    /** Templates are compiled to classes by a plugin that writes no package-info. */
    ArchRule packagesAreNullMarked() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".reports.internal.html")
                .should(Conditions.liveInANullMarkedPackage())
                .allowEmptyShould(true);
    }

    ArchRule namesSayWhatAClassIs() {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(have(describe(
                        "a name that says what it is",
                        (JavaClass c) -> Stream.of("Util", "Utils", "Helper", "Helpers", "Manager", "Impl")
                                .noneMatch(c.getSimpleName()::endsWith))))
                .allowEmptyShould(true);
    }

    ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areStatic()
                .should()
                .beFinal()
                .because("state that everybody shares makes results depend on what ran before")
                .allowEmptyShould(true);
    }

    /** The streams of the standard generators differ between Java releases for the same seed. */
    ArchRule randomNumbersAreReproducible() {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat(describe(
                        "are random generators of the standard library",
                        (JavaClass c) -> c.getPackageName().equals("java.util.random")
                                || Set.of(
                                                "java.util.Random",
                                                "java.util.SplittableRandom",
                                                "java.util.concurrent.ThreadLocalRandom",
                                                "java.security.SecureRandom")
                                        .contains(c.getName())))
                .orShould()
                .callMethod(Math.class, "random")
                .allowEmptyShould(true);
    }

    private GivenClassesConjunction noneOf(String module) {
        return noClasses().that().resideInAPackage(below(module));
    }

    private String below(String module) {
        return root + "." + module + "..";
    }
}
