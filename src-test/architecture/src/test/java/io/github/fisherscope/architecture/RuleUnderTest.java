package io.github.fisherscope.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/**
 * A rule with the name of the fixture package that breaks it.
 *
 * @param fixture last part of the package below {@code architecture.fixture}
 */
record RuleUnderTest(String fixture, ArchRule rule) {

    /** Returns all rules for the packages below a root. */
    static Stream<RuleUnderTest> all(String root) {
        Rules rules = new Rules(root);
        return Stream.of(
                new RuleUnderTest("theory", rules.theoryAndMeasurementAreIndependent()),
                new RuleUnderTest("measurement", rules.measurementAndTheoryAreIndependent()),
                new RuleUnderTest("specifications", rules.theoryUsesSpecificationsOnly()),
                new RuleUnderTest("computing", rules.reportsComputeNothing()),
                new RuleUnderTest("direction", rules.modulesKeepTheirDirection()),
                new RuleUnderTest("rooms", rules.studiesKeepTheirRooms()),
                new RuleUnderTest("cycle", rules.packagesFormNoCycles()),
                new RuleUnderTest("wall", rules.matrixLibrariesStayBehindTheWall()),
                new RuleUnderTest("signature", rules.publicSignaturesNameOwnTypesOnly()),
                new RuleUnderTest("rim", rules.chartsAndCommandLineStayAtTheRim()),
                new RuleUnderTest("streams", rules.nothingPrintsToTheStandardStreams()),
                new RuleUnderTest("logging", rules.nothingLogsThroughJavaUtilLogging()),
                new RuleUnderTest("nullness", rules.packagesAreNullMarked()),
                new RuleUnderTest("names", rules.namesSayWhatAClassIs()),
                new RuleUnderTest("statics", rules.staticFieldsAreFinal()),
                new RuleUnderTest("randomness", rules.randomNumbersAreReproducible()));
    }

    @Override
    public String toString() {
        return fixture;
    }
}
