package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.NpzFile;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The commands on distributions: {@code divergence} and {@code transport}. */
class DistributionCommandsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws Exception {
        Files.writeString(folder.resolve("p.csv"), "0.5\n0.3\n0.2\n");
        Files.writeString(folder.resolve("q.csv"), "0.1,0.3,0.6\n");
        Files.writeString(folder.resolve("zero.csv"), "0.5;0.5;0\n");
        Files.writeString(folder.resolve("counts.csv"), "5\n3\n2\n");
        NpyFile.write(folder.resolve("q.npy"), new double[] {0.1, 0.3, 0.6}, 3);
        NpyFile.write(folder.resolve("m.npy"), new double[] {0, 1, 2, 1, 0, 1, 2, 1, 0}, 3, 3);
    }

    @Test
    void theDivergenceIsANumberInEveryFormat() {
        JsonNode csv = json("divergence --p @/p.csv --q @/q.csv --json -");
        JsonNode npy = json("divergence --p @/p.csv --q @/q.npy --family KL --json -");

        assertThat(csv.get("value").doubleValue()).isCloseTo(0.5849964984834283, within(1e-15));
        assertThat(csv.get("infinite").booleanValue()).isFalse();
        assertThat(npy.get("value")).isEqualTo(csv.get("value"));
        assertThat(npy.get("reverse").get("value").doubleValue()).isCloseTo(0.49822358195745575, within(1e-15));
    }

    @Test
    void anInfiniteDivergenceIsAResultThatNamesItsState() {
        JsonNode result = json("divergence --p @/p.csv --q @/zero.csv --json -");
        assertThat(result.get("value").isNull()).isTrue();
        assertThat(result.get("infinite").booleanValue()).isTrue();
        assertThat(result.get("because").get("index").intValue()).isEqualTo(2);
        assertThat(run("divergence --p @/p.csv --q @/zero.csv").out())
                .contains("infinite, because of state 2 (counted from 0), where p is 0.2000 and q is 0");
    }

    @Test
    void countsNeedToBeNormalized() {
        Run refused = run("divergence --p @/counts.csv --q @/q.csv");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("--p", "sum 10").hasLineCount(1);
        assertThat(json("divergence --p @/counts.csv --q @/q.csv --normalize --json -")
                        .get("value")
                        .doubleValue())
                .isCloseTo(0.5849964984834283, within(1e-15));
        assertThat(run("divergence --p @/counts.csv --q @/q.csv --measures").code())
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "--family foo,--family is foo",
        "--family alpha,--family is alpha",
        "--family renyi:-1,order is -1",
        "--family bregman:x,itakura-saito",
        "--measures --normalize,leave one of them out"
    })
    void wrongFamiliesAreRefused(String options, String words) {
        Run run = run("divergence --p @/p.csv --q @/q.csv " + options);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(words).hasLineCount(1);
    }

    @Test
    void transportWritesPlanPictureAndNumbers() throws Exception {
        Run run = run("transport --p @/p.csv --q @/q.npy --cost @/m.npy --relaxation 0.1,1 --out @/t");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Least cost W = 0.8", "linear programming", "D_λ[p : q]");
        Path out = folder.resolve("t");
        assertThat(out.toFile().list())
                .containsExactlyInAnyOrder("plan.npy", "plan.png", "relaxation.png", "transport.json");
        NpyArray plan = NpyFile.read(out.resolve("plan.npy"));
        assertThat(plan.shape()).isEqualTo(List.of(2, 3, 3));
        assertThat(plan.get(0, 0, 0) + plan.get(0, 0, 1) + plan.get(0, 0, 2)).isCloseTo(0.5, within(1e-13));

        JsonNode result = new ObjectMapper().readTree(Files.readString(out.resolve("transport.json")));
        JsonNode relaxed = result.get("relaxed").get(1);
        assertThat(result.get("wasserstein").doubleValue()).isCloseTo(0.8, within(1e-15));
        assertThat(relaxed.get("lambda").doubleValue()).isEqualTo(1);
        assertThat(relaxed.get("divergence").doubleValue()).isCloseTo(0.233324413678350, within(1e-12));
        assertThat(relaxed.get("sinkhornDivergence").doubleValue()).isCloseTo(0.387990441471186, within(1e-12));
        assertThat(relaxed.get("cost").doubleValue()).isCloseTo(-0.493494838734570, within(1e-12));
        assertThat(relaxed.get("marginalError").doubleValue()).isLessThan(1e-12);
        assertThat(relaxed.get("converged").booleanValue()).isTrue();
    }

    @Test
    void oneRelaxationGivesAPlanOfTwoDimensions() {
        assertThat(run("transport --p @/p.csv --q @/q.csv --relaxation 1 --out @/one --quiet")
                        .code())
                .isZero();
        assertThat(NpyFile.read(folder.resolve("one/plan.npy")).shape()).isEqualTo(List.of(3, 3));
    }

    /** Moving one pixel to the right by one costs 1, whatever the brightness. */
    @Test
    void picturesAreDistributionsOnAGrid() throws Exception {
        for (int k = 0; k < 2; k++) {
            BufferedImage image = new BufferedImage(4, 3, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(1 + k, 1, 0, 100 + 50 * k);
            ImageIO.write(image, "png", folder.resolve(k + ".png").toFile());
        }
        JsonNode result = json("transport --p @/0.png --q @/1.png --relaxation 0.5 --json -");
        assertThat(result.get("wasserstein").doubleValue()).isCloseTo(1, within(1e-14));
        assertThat(result.get("p").get("shape").toString()).isEqualTo("[3,4]");
        assertThat(result.get("relaxed").get(0).get("transportCost").doubleValue())
                .isCloseTo(1, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--relaxation 0|--relaxation is 0",
                "--relaxation -1|--relaxation is -1",
                "--relaxation 1,x|--relaxation",
                "--cost nowhere.npy|nowhere.npy",
                "--cost @/q.npy|3 x 3",
                "--q-image -1 --q @/m.npy|--q",
                "--tolerance 0|--tolerance is 0",
                "--max-sweeps -1|--max-sweeps is -1"
            })
    void wrongOptionsAreRefusedWithTheirName(String options, String words) {
        String q = options.contains("--q @") ? "" : " --q @/q.csv";
        Run run = run("transport --p @/p.csv" + q + " " + options + " --out @/never");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(words).hasLineCount(1);
        assertThat(folder.resolve("never")).doesNotExist();
    }

    @Test
    void twoNetworksAreComparedByWhatTheyPredict() {
        for (int k = 0; k < 2; k++) {
            double shift = 0.01 * k;
            NpzFile.write(
                    folder.resolve("n" + k + ".npz"),
                    Map.of(
                            "W1", NpyArray.of(new double[] {0.5, -1, 1 + shift, 0.3, 0.2, -0.4}, 3, 2),
                            "b1", NpyArray.of(new double[] {0.1, 0.2, -0.3}, 3),
                            "W2", NpyArray.of(new double[] {1, 2, -1, 0.5 + shift, -0.2, 0.1}, 2, 3),
                            "b2", NpyArray.of(new double[] {0, 0.1}, 2)));
        }
        NpyFile.write(folder.resolve("x.npy"), new double[] {1, 2, -1, 0.5, 0.3, -2}, 3, 2);
        String line = "compare-networks @/n0.npz @/n1.npz --data @/x.npy --likelihood categorical";
        JsonNode result = json(line + " --activation tanh --json - --quiet");

        assertThat(result.get("schema").asString()).isEqualTo("fisherscope/compare-networks/1");
        assertThat(result.get("value").doubleValue()).isPositive();
        assertThat(result.get("expansion").get("ratio").doubleValue()).isCloseTo(1, within(0.05));
        assertThat(run(line + " --activation tanh").out()).contains("small enough for the Fisher matrix");
        assertThat(run(line).err()).contains("n0.npz", "--activation").doesNotContain("--network");
        assertThat(run(line + " --activation tanh --confidence 2").err()).contains("--confidence is 2");
        assertThat(run("compare-networks @/n0.npz @/n1.npz --activation tanh").err())
                .contains("--data");
    }

    private Run run(String line) {
        return Run.of(Run.split(line, folder));
    }

    private JsonNode json(String line) {
        Run run = run(line);
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
