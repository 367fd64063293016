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

    /** Disjoint supports and values beyond the numbers have no single state to blame. */
    @Test
    void everyInfiniteDivergenceSaysWhy() throws Exception {
        Files.writeString(folder.resolve("third.csv"), "0,0,1");
        JsonNode apart = json("divergence --p @/third.csv --q @/zero.csv --family renyi:0.5 --json -");
        assertThat(apart.get("infinite").booleanValue()).isTrue();
        assertThat(apart.get("because").get("reason").asString()).contains("no state");
        assertThat(apart.get("because").get("index").isNull()).isTrue();
        JsonNode large = json("divergence --p @/p.csv --q @/q.csv --family alpha:5000 --json -");
        assertThat(large.get("infinite").booleanValue()).isTrue();
        assertThat(large.get("because").get("reason").asString()).contains("range");
        assertThat(run("divergence --p @/p.csv --q @/q.csv --family alpha:5000").out())
                .contains("infinite, because its value");
        assertThat(run("divergence --p @/zero.csv --q @/p.csv").out())
                .contains("D[q : p] = infinite, because of state 2 (counted from 0), where p is 0 and q is 0.2000");
    }

    /** Logits are any numbers; softmax of (−1, 2, ½) and (3, −2, ½) and their KL by hand. */
    @Test
    void potentialsOfAllNumbersTakeThemAsTheyAre() throws Exception {
        Files.writeString(folder.resolve("x.csv"), "-1,2,0.5");
        Files.writeString(folder.resolve("y.csv"), "3,-2,0.5");
        double[] x = {Math.exp(-1), Math.exp(2), Math.exp(0.5)};
        double[] y = {Math.exp(3), Math.exp(-2), Math.exp(0.5)};
        double kl = 0;
        for (int i = 0; i < 3; i++) {
            double a = x[i] / (x[0] + x[1] + x[2]);
            double b = y[i] / (y[0] + y[1] + y[2]);
            kl += b * Math.log(b / a);
        }
        String line = "divergence --p @/x.csv --q @/y.csv --family bregman:";
        assertThat(json(line + "log-sum-exp --json -").get("value").doubleValue())
                .isCloseTo(kl, within(1e-13));
        assertThat(json(line + "squared --json -").get("value").doubleValue()).isCloseTo(16, within(1e-14));
        assertThat(run(line + "itakura-saito --measures").err()).contains("--p ", "x.csv", "p[0] is -1");
        assertThat(run("divergence --p @/p.csv --q @/zero.csv --family bregman:itakura-saito")
                        .err())
                .contains("--q ", "zero.csv", "q[2] is 0");
    }

    /** The keys are there for every λ, with a reason where they have no number. */
    @Test
    void divergencesThatAreNotDefinedSayWhy() throws Exception {
        Files.writeString(folder.resolve("two.csv"), "0.4,0.6");
        Files.writeString(folder.resolve("cost.csv"), "0,1\n1,0\n2,1\n");
        JsonNode other = json("transport --p @/p.csv --q @/two.csv --cost @/cost.csv --relaxation 0.1,1 --json -");
        for (JsonNode relaxed : other.get("relaxed")) {
            assertThat(relaxed.get("divergence").isNull()).isTrue();
            assertThat(relaxed.get("sinkhornDivergence").isNull()).isTrue();
            assertThat(relaxed.get("undefined").asString()).contains("3 states", "2");
            assertThat(relaxed.get("converged").booleanValue()).isTrue();
        }
        JsonNode zero = json("transport --p @/p.csv --q @/zero.csv --relaxation 1 --json -")
                .get("relaxed");
        assertThat(zero.get(0).get("divergence").isNumber()).isTrue();
        assertThat(zero.get(0).get("planDivergence").isNull()).isTrue();
        assertThat(zero.get(0).get("undefined").asString()).contains("planDivergence is infinite");
        for (int k = 0; k < 2; k++) {
            BufferedImage image = new BufferedImage(k == 0 ? 6 : 4, k == 0 ? 2 : 3, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster().setSample(1, 1, 0, 100);
            ImageIO.write(image, "png", folder.resolve("s" + k + ".png").toFile());
        }
        JsonNode shapes = json("transport --p @/s0.png --q @/s1.png --relaxation 1 --json -");
        assertThat(shapes.get("wasserstein").doubleValue()).isCloseTo(0, within(1e-14));
        assertThat(shapes.get("relaxed").get(0).get("divergence").isNull()).isTrue();
        assertThat(shapes.get("relaxed").get(0).get("undefined").asString()).contains("2 x 6", "3 x 4");
    }

    /** An image stays one however few its pixels are, and a black one has no mass. */
    @Test
    void smallAndBlackImagesAreCalledImages() throws Exception {
        ImageIO.write(
                new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("black.png").toFile());
        BufferedImage row = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        row.getRaster().setSample(2, 0, 0, 7);
        ImageIO.write(row, "png", folder.resolve("row.png").toFile());
        BufferedImage grid = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_GRAY);
        grid.getRaster().setSample(2, 1, 0, 7);
        ImageIO.write(grid, "png", folder.resolve("grid.png").toFile());
        assertThat(json("transport --p @/row.png --q @/grid.png --relaxation 1 --json -")
                        .get("wasserstein")
                        .doubleValue())
                .isCloseTo(1, within(1e-14));
        assertThat(run("transport --p @/row.png --q @/p.csv --out @/never").err())
                .contains("an image of 1 x 3 pixels")
                .contains("a list of 3 states");
        assertThat(run("divergence --p @/black.png --q @/row.png").err())
                .contains("--p", "sum 0.0")
                .doesNotContain("list");
        NpyFile.write(folder.resolve("square.npy"), new double[] {1, 2, 3, 4}, 2, 2);
        assertThat(run("divergence --p @/square.npy --q @/square.npy").err())
                .contains("--normalize")
                .doesNotContain("list");
        assertThat(json("divergence --p @/square.npy --q @/square.npy --normalize --json -")
                        .get("value")
                        .doubleValue())
                .isZero();
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

    /** Beyond the metric's reach the cubic term is weighed too, and a single class has no divergence. */
    @Test
    void theVerdictOfTheExpansionCoversTheCubicTerm() {
        for (int k = 0; k < 3; k++) {
            double w = k == 0 ? 1 : k == 1 ? 1.9 : 9;
            NpzFile.write(
                    folder.resolve("v" + k + ".npz"),
                    Map.of("W1", NpyArray.of(new double[] {w, 0}, 2, 1), "b1", NpyArray.of(new double[] {0, 0}, 2)));
            NpzFile.write(
                    folder.resolve("s" + k + ".npz"),
                    Map.of("W1", NpyArray.of(new double[] {w}, 1, 1), "b1", NpyArray.of(new double[] {0}, 1)));
        }
        NpyFile.write(folder.resolve("one.npy"), new double[] {1}, 1, 1);
        String line = " --data @/one.npy --likelihood categorical --activation tanh";
        // θ → θ + 0.9 of a coin with logit 1: KL 0.0682, ½ F d² 0.0796, with the cubic term 0.0686
        assertThat(run("compare-networks @/v0.npz @/v1.npz" + line).out())
                .contains("too long for the Fisher matrix to speak for it, but with the cubic term");
        assertThat(run("compare-networks @/v0.npz @/v2.npz" + line).out()).contains("and for the cubic term, too");
        assertThat(run("compare-networks @/s0.npz @/s1.npz" + line).out()).contains("one class, of probability 1");
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
