package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCheckpointTest {
    @TempDir
    private Path folder;

    private TrajectoryResult train(int steps) {
        TrainConfig config = new TrainConfig(
                StudyConfig.random(NetworkSpec.of(Activation.parse("tanh"), 1, 0.25, 2, 3, 1), 5),
                TrainLoss.of(new Likelihood.Gaussian(1)),
                new HeavyBall(1, 0.5),
                LearningRate.of(0.05),
                TrainingConfig.defaults().withSteps(steps),
                new TrainConfig.Watch(2, 2, 0),
                folder);
        try (Backend backend = Backends.onClassPath().open("java", BackendConfig.defaults())) {
            return TrainStudy.of(config).run(StudyListener.silent(), backend).result();
        }
    }

    @Test
    void aFinishedTrainingIsNotMadeAgain() {
        TrajectoryResult first = train(6);
        assertThat(train(6)).isEqualTo(first);
        assertThat(train(8).losses().slice(0, 7)).isEqualTo(first.losses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"schema\":\"fisherscope/trajectory/1\"}", "{\"schema\":\"other/1\"}"})
    void damagedStatesAreNamed(String text) throws IOException {
        train(2);
        Files.writeString(folder.resolve("checkpoint.json"), text);
        assertThatExceptionOfType(InputFileException.class)
                .isThrownBy(() -> train(4))
                .withMessageContaining("checkpoint.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"theta", "rate", "losses", "path", "kernel", "before"})
    void aMissingArrayIsNamed(String name) {
        train(2);
        Path file = folder.resolve("checkpoint.npz");
        Map<String, NpyArray> arrays = new LinkedHashMap<>(NpzFile.read(file));
        arrays.remove(name);
        NpzFile.write(file, arrays);
        assertThatExceptionOfType(InputFileException.class)
                .isThrownBy(() -> train(4))
                .withMessageContaining("'" + name + "'");
    }
}
