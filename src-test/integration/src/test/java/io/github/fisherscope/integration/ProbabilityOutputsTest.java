package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Models that end with probabilities or rates, against torch's derivatives of what stands before them. */
class ProbabilityOutputsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String file(String name) {
        return CommandRun.checkout()
                .resolve("src-test/integration/src/test/resources/oracle/outputs")
                .resolve(name)
                .toString();
    }

    private static CommandRun run(String line) {
        CommandRun run = CommandRun.of(Arrays.stream(line.split(" "))
                .map(word -> word.replace("@", file("")).replace("//", "/"))
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    @ParameterizedTest
    @CsvSource({"sigmoid, bernoulli, Bernoulli", "exponential, poisson, Poisson"})
    void whatTheLikelihoodAppliesItselfIsCutOff(String name, String likelihood, String word) throws Exception {
        JsonNode expected =
                JSON.readTree(Files.readString(Path.of(file("outputs.json")))).get(name);
        String data = " --data @/x.npy --likelihood " + likelihood + " --json -";
        CommandRun run = run("spectrum --network @/" + name + ".onnx" + data);
        assertThat(run.err()).contains("is cut off: the " + word + " likelihood takes what stands before it");
        JsonNode top = JSON.readTree(run.out()).get("spectrum").get("top");
        for (int i = 0; i < 3; i++) {
            double value = expected.get(i).doubleValue();
            assertThat(top.get(i).doubleValue()).isCloseTo(value, within(1e-12));
        }
        JsonNode track = JSON.readTree(run("track @/" + name + ".onnx" + data).out());
        assertThat(track.get("records").get(0).get("spectrum").get("largest").doubleValue())
                .isCloseTo(expected.get(0).doubleValue(), within(1e-12));
    }

    /** Kept on purpose, or no business of the likelihood. */
    @Test
    void whatIsKeptIsSaid() throws Exception {
        String data = " --data @/x.npy --json - --likelihood ";
        CommandRun cut = run("spectrum --network @/sigmoid.onnx" + data + "bernoulli");
        CommandRun kept = run("spectrum --network @/sigmoid.onnx --keep-softmax" + data + "bernoulli");
        assertThat(kept.err()).contains("takes logits, to which it applies a sigmoid itself");
        assertThat(JSON.readTree(kept.out()).get("spectrum").get("max").doubleValue())
                .isLessThan(JSON.readTree(cut.out()).get("spectrum").get("max").doubleValue() / 2);
        assertThat(run("spectrum --network @/sigmoid.onnx" + data + "gaussian").err())
                .doesNotContain("sigmoid");
        assertThat(run("spectrum --network @/sigmoid.onnx" + data + "categorical")
                        .err())
                .contains("The last layer is the sigmoid", "to which it applies a softmax itself");
    }

    @Test
    void twoModelsAreComparedByTheirProbabilities() throws Exception {
        CommandRun run =
                run("compare-networks @/sigmoid.onnx @/sigmoid.onnx --data @/x.npy --likelihood bernoulli --json -");
        assertThat(run.err()).contains("is cut off: the Bernoulli likelihood");
        assertThat(JSON.readTree(run.out()).get("value").doubleValue()).isZero();
    }
}
