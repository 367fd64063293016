package io.github.fisherscope.backend.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.PlanTable;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A whole study with its samples on Spark, against the same study in one process. */
class SparkStudyTest {
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 10, 12, 12, 3);

    private static StudyConfig study(int samples) {
        return StudyConfig.random(SPEC, samples).withNetworks(2).withMethod(Method.LANCZOS);
    }

    private static StudyConfig onSpark(StudyConfig study, int partitions, String master, long memory) {
        return study.withExecution(
                Execution.defaults().withEngine(new EngineChoice("spark", master, partitions, memory, null)));
    }

    private static StudyConfig onSpark(StudyConfig study, int partitions) {
        return onSpark(study, partitions, "local[2]", EngineConfig.DEFAULT_MEMORY);
    }

    @Test
    void hasTheNumbersOfOneProcessAndSaysNothing() {
        PrintStream stdout = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        SpectrumResult many;
        try {
            many = SpectrumStudy.of(onSpark(study(150), 4)).run();
        } finally {
            System.setOut(stdout);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
        SpectrumResult one = SpectrumStudy.of(study(150)).run();
        assertThat(many.spectrum().leading().top().size())
                .isEqualTo(one.spectrum().leading().top().size());
        double largest = one.spectrum().leading().top().get(0);
        for (int i = 0; i < one.spectrum().leading().top().size(); i++) {
            assertThat(many.spectrum().leading().top().get(i))
                    .isCloseTo(one.spectrum().leading().top().get(i), within(1e-12 * largest));
        }
        assertThat(many.heading().notes()).anyMatch(note -> note.contains("divided into 4 parts (Apache Spark"));
        assertThat(many.spectrum().run().chosenBecause()).contains("divided between processes");
    }

    @Test
    void plansForBothKindsOfProcess() {
        PlanTable plan = SpectrumStudy.of(onSpark(study(2000), 0)).explain();
        assertThat(plan).isInstanceOfSatisfying(PlanTable.OfEngine.class, engine -> {
            assertThat(engine.partitions()).isEqualTo(8);
            assertThat(engine.memory().driver()).isGreaterThan(engine.memory().kept());
            assertThat(engine.memory().executor()).isGreaterThan(0);
        });
        assertThatThrownBy(() -> SpectrumStudy.of(onSpark(study(1 << 22), 8, "spark://127.0.0.1:1", 1L << 30))
                        .explain())
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageMatching("an executor needs .* for one of 8 parts .* use at least [0-9]+ partitions.*");
    }

    @Test
    void refusesWhatNeedsTheWholeMatrix() {
        assertThatThrownBy(() -> SpectrumStudy.of(onSpark(study(20).withMethod(Method.DUAL), 2))
                        .explain())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has its products alone");
    }
}
