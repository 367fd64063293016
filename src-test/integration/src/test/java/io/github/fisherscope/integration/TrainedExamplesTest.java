package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The networks of {@code examples/networks} that {@code examples/train_networks.py} trained read digits. */
class TrainedExamplesTest {
    private static final Path FOLDER = CommandRun.checkout().resolve("examples/networks");

    private static double[] outputs(ImportedNetwork network, Dataset data) {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphLinearization at = GraphLinearization.of(network.network(), data, backend)) {
            return at.outputs();
        }
    }

    private static Dataset data(String name) {
        return Dataset.read(FOLDER.resolve(name + ".inputs.npz").toString());
    }

    /** At 96 of 100 test images read rightly, 30 of 40 or fewer would be a chance of 10⁻⁶; numbers at random read four. */
    @ParameterizedTest
    @ValueSource(strings = {"digits-lenet", "digits-resnet", "digits-transformer"})
    void readDigitsThatTheyWereNotTrainedOn(String name) throws Exception {
        assertThat(Files.size(FOLDER.resolve(name + ".onnx"))).isLessThan(300_000);
        Dataset data = data(name);
        double[] f = outputs(NetworkImport.read(FOLDER.resolve(name + ".onnx"), ImportOptions.defaults()), data);
        Labels.Classes expected = (Labels.Classes) data.labels();
        int right = 0;
        for (int t = 0; t < data.samples(); t++) {
            int best = 0;
            for (int k = 1; k < 10; k++) {
                best = f[t * 10 + k] > f[t * 10 + best] ? k : best;
            }
            right += best == expected.get(t) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(30);
    }

    @Test
    void tensorsWithAnArchitectureAreTheSameNetwork() {
        Dataset data = data("digits-lenet");
        double[] onnx =
                outputs(NetworkImport.read(FOLDER.resolve("digits-lenet.onnx"), ImportOptions.defaults()), data);
        double[] tensors = outputs(
                NetworkImport.read(
                        FOLDER.resolve("digits-lenet.pt"),
                        ImportOptions.defaults().withArchitecture(FOLDER.resolve("digits-lenet.json"))),
                data);
        assertThat(tensors).containsExactly(onnx, within(1e-12));
    }
}
