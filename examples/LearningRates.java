///usr/bin/env jbang "$0" "$@" ; exit $?
//JAVA 17+
//DEPS io.github.fisherscope:studies:0.1.0-SNAPSHOT
//DEPS io.github.fisherscope:reports:0.1.0-SNAPSHOT
// The largest stable learning rate falls with the width: measured at five networks each, and predicted.
// Run it: java -cp "$(./fisher classpath)" examples/LearningRates.java
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import io.github.fisherscope.studies.config.StudyConfig;

public class LearningRates {
    public static void main(String[] args) {
        for (int width : new int[] {100, 200, 400}) {
            NetworkSpec spec = NetworkSpec.of(Activation.parse("relu"), 2, 0.1, width, width, width, 1);
            var result = SpectrumStudy.of(StudyConfig.random(spec, 50).withNetworks(5)).run();
            result.comparison().stream()
                    .filter(row -> row.statistic().equals(Statistic.LEARNING_RATE_BOUND.key()))
                    .forEach(row -> System.out.printf("M = %d: measured %.3g, predicted %.3g, %s%n",
                            width, row.measured(), row.predicted(), row.verdict()));
        }
    }
}
