package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.core.network.arrays.Orientation;
import io.github.fisherscope.core.network.arrays.ReadNetwork;
import io.github.fisherscope.core.network.arrays.ReadOptions;
import io.github.fisherscope.core.network.arrays.UndecidedNetworkException;
import io.github.fisherscope.testkit.OracleFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files of weights in the shapes that people write, each with numbers of an explicit Jacobian made by numpy from the same
 * layers; {@code make_weight_files.py} makes both.
 */
class WeightFilesTest {
    private static final String FOLDER = "weight-files/";

    /** Both sides are float64 sums of a few hundred products; the files hold the layers exactly. */
    private static final double RELATIVE = 1e-11;

    private static final int MUTANTS = 60;

    @TempDir
    Path folder;

    static Stream<String> files() {
        return cases().stream().map(c -> c.text("file"));
    }

    private static List<OracleFile> cases() {
        return Oracles.file(FOLDER + "cases.json").cases("files");
    }

    @Test
    void thereAreAtLeastTwentyShapes() {
        assertThat(files().distinct()).hasSizeGreaterThanOrEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("files")
    void eachFileGivesTheNumbersOfItsJacobian(String name) throws IOException {
        OracleFile expected = cases().stream()
                .filter(c -> c.text("file").equals(name))
                .findFirst()
                .orElseThrow();
        ReadNetwork read = NetworkFile.read(copied(name), options(expected));
        NeuralNetwork network = read.network();
        assertThat(network.widths().stream().mapToInt(n -> n).toArray()).isEqualTo(expected.integers("widths"));
        assertThat(network.parameters()).isEqualTo(expected.integer("parameters"));
        assertThat(read.reading().orientation()).isEqualTo(Orientation.parse(expected.text("readAs")));
        assertThat(read.reading().orientationSource().name()).isEqualTo(expected.text("decidedBy"));
        Dataset data = DatasetReader.of(DataOptions.defaults()).read(copied("x.npy"));
        try (Backend backend = Oracles.backend();
                Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix dual =
                        FisherRoutes.dualEntries(at, FisherRequest.exact(Likelihood.parse("gaussian")))) {
            double trace = expected.number("trace");
            assertThat(dual.trace()).isCloseTo(trace, within(RELATIVE * trace));
            double largest = expected.number("largest");
            assertThat(dual.eigenvalues().get(0)).isCloseTo(largest, within(RELATIVE * largest));
        }
    }

    /** A damaged file is refused in words or read as what it then says; nothing else may happen. */
    @ParameterizedTest
    @MethodSource("files")
    void aDamagedFileIsRefusedInOneLine(String name) throws IOException {
        OracleFile expected = cases().stream()
                .filter(c -> c.text("file").equals(name))
                .findFirst()
                .orElseThrow();
        byte[] whole = Files.readAllBytes(copied(name));
        SplittableRandom random = new SplittableRandom(17);
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = random.nextInt(4) == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = random.nextInt(3); k >= 0 && mutant.length > 0; k--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("mutant-" + name), mutant);
            try {
                NetworkFile.read(file, options(expected));
            } catch (InputFileException | UndecidedNetworkException e) {
                assertThat(e.getMessage()).contains("mutant-" + name).doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(MUTANTS / 5);
    }

    private static ReadOptions options(OracleFile expected) {
        ReadOptions options = ReadOptions.defaults().withDataInputs(expected.integer("dataInputs"));
        String activation = expected.text("activation");
        if (!activation.isEmpty()) {
            options = options.withActivations(List.of(Activation.parse(activation)));
        }
        String orientation = expected.text("orientation");
        return orientation.isEmpty() ? options : options.withOrientation(Orientation.parse(orientation));
    }

    private Path copied(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Oracles.class.getResourceAsStream("/oracle/" + FOLDER + name)) {
            Files.copy(in, file);
        }
        return file;
    }
}
