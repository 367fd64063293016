package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyListenerTest {
    /** What is told, in order; ensembles of small networks tell it from several threads. */
    private static final class Told implements StudyListener {
        private final List<Long> inputs = Collections.synchronizedList(new ArrayList<>());
        private final List<String> stages = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onStage(String stage, int done, int total) {
            stages.add(stage);
        }

        @Override
        public void beforeInputs(long bytes) {
            inputs.add(bytes);
        }
    }

    @Test
    void inputsAreAnnouncedBeforeTheyAreDrawn() {
        Told told = new Told();
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 7, 9, 2);
        SpectrumStudy.of(StudyConfig.random(spec, 11).withNetworks(3)).run(told);
        // for each network, and once more for the report
        assertThat(told.inputs).hasSize(4).containsOnly(11L * 7 * Double.BYTES);
        assertThat(told.stages).contains("theory", "drawing network and inputs");
    }
}
