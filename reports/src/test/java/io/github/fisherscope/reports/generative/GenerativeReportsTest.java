package io.github.fisherscope.reports.generative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.StripPicture;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.ImageStrips.Strip;
import io.github.fisherscope.results.generative.ModelInfo;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.generative.VaeInferenceResult.Ends;
import io.github.fisherscope.results.generative.VaeInferenceResult.Length;
import io.github.fisherscope.results.generative.VaeInferenceResult.LevelCurve;
import io.github.fisherscope.results.generative.VaeInferenceResult.Metric;
import io.github.fisherscope.results.generative.VaeInferenceResult.NoiseRun;
import io.github.fisherscope.results.generative.VaeInferenceResult.Plane;
import io.github.fisherscope.results.generative.VaeTrainingResult;
import io.github.fisherscope.results.generative.VaeTrainingResult.Data;
import io.github.fisherscope.results.generative.VaeTrainingResult.Setting;
import io.github.fisherscope.results.generative.VaeTrainingResult.Snapshot;
import io.github.fisherscope.results.json.JsonText;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reports of autoencoders say, and which files they write. */
class GenerativeReportsTest {
    private static final ModelInfo MODEL = new ModelInfo(List.of(9, 5, 4), List.of(2, 5, 9), "tanh", "bernoulli", 143);

    private static VaeTrainingResult training(int active, boolean diverged, int heldOut) {
        return new VaeTrainingResult(
                VaeTrainingResult.SCHEMA,
                "1",
                new Setting(MODEL, new Data("patterns", 40, heldOut), "adam:0.01", 10, "shuffled", 0, 1),
                RealVector.of(9, 8, 7),
                3,
                diverged,
                diverged ? "diverged" : "steps",
                List.of(
                        new Snapshot(0, -9.5, 0.1, -9, RealVector.of(0.2, 0.3), 2),
                        new Snapshot(3, -7.25, 0.1, -7.2, RealVector.of(0.04, 0.01), active)));
    }

    private static LevelCurve curve(double first, boolean several) {
        return new LevelCurve(
                RealVector.of(first, first / 2, first / 4),
                RealVector.of(0.01, 0.02, 0.03),
                several ? RealVector.of(3, 4, 5) : null,
                RealVector.of(0.5, -0.25),
                RealVector.of(0.5, 0.5, 0.5),
                1.5);
    }

    private static VaeInferenceResult inference(int active, double... noise) {
        List<LevelCurve> all = List.of(curve(2, true), curve(4, false));
        List<LevelCurve> some = active == 0 ? List.of() : List.of(curve(1.6, true), curve(3.2, false));
        return new VaeInferenceResult(
                VaeInferenceResult.SCHEMA,
                "1",
                new VaeInferenceResult.Setting(
                        MODEL, "vae.npz, data patterns", 40, RealVector.of(0.2, 0.001), active, false, 3, 1),
                List.of("memory", "centre"),
                RealVector.of(noise).stream()
                        .mapToObj(level -> new NoiseRun(
                                level,
                                all,
                                some,
                                new Ends(0.75, 6, 0.125),
                                new Length(2.5, 0.1, level > 0 ? 1.25 : null)))
                        .toList(),
                new Metric(40, RealVector.of(0.5, 8), active == 0 ? null : (Double) 1.5, null),
                new Plane(1, 0, List.of(RealVector.of(0, 1, 2, 3)), RealVector.of(4, 5), RealVector.empty()),
                null);
    }

    private static final ImageStrips STRIPS = new ImageStrips(
            0.25,
            1,
            2,
            0,
            1,
            List.of(1, 3),
            List.of(
                    new Strip(4, "AP8=", "/wA=", List.of("gIA=", "AP8=")),
                    new Strip(7, "//8=", "AAA=", List.of("AAA=", "//8="))));

    private static VaeInferenceResult withImages(VaeInferenceResult r, ImageStrips strips) {
        return new VaeInferenceResult(
                r.schema(), r.version(), r.setting(), r.levels(), r.runs(), r.metric(), r.plane(), strips);
    }

    @Test
    void aTrainingSaysItsBoundWhereItWasMeasuredAndWhatLatentsTell() {
        String text = VaeTrainingReport.of(training(1, false, 10)).terminal();
        assertThat(text)
                .contains("Autoencoder 9-5-2-5-9 (tanh, bernoulli decoder, 143 parameters) on 40 samples (patterns)")
                .contains("each step sees 10 (shuffled order)")
                .contains("-7.25 ± 0.10 nats on 10 data that no step saw")
                .contains("1 of 2 latents tell more than 0.01 nats")
                .doesNotContain("collapsed", "diverged");
        assertThat(VaeTrainingReport.of(training(1, false, 0)).terminal()).contains("on the data of the training");
    }

    @Test
    void collapseAndDivergenceAreSaid() {
        assertThat(VaeTrainingReport.of(training(0, false, 0)).terminal())
                .contains("The model has collapsed: no latent tells more than 0.01 nats");
        assertThat(VaeTrainingReport.of(training(1, true, 0)).terminal()).contains("The training diverged");
    }

    @Test
    void inferenceShowsActiveLatentsAndSaysSo() {
        String text = VaeInferenceReport.of(inference(1, 0, 0.25)).terminal();
        assertThat(text)
                .contains("Repeated inference of 40 data (vae.npz, data patterns) through 9-5-2-5-9, by means, 3 steps")
                .contains("1 of 2 latents active")
                .containsPattern("0.2500 +│ +memory +│ +1.6\\d* ± 0.01\\d* │ +0.8\\d* ± 0.02\\d* +│ +0.4\\d* ± 0.03")
                .containsPattern("0.2500 +│ +0.75\\d* +│ +6 │ +0.125\\d* │ +2.5\\d* ± 0.1\\d* +│ +1.25")
                .contains("mean eigenvalues from 0.5000 to 8.000, mean log √det G 1.500");
    }

    @Test
    void withoutActiveLatentsAllAreShownAndTheCollapseIsSaid() {
        String text = VaeInferenceReport.of(inference(0, 0.25)).terminal();
        assertThat(text)
                .contains("the model has collapsed")
                .contains("over all latents")
                .containsPattern("0.2500 +│ +memory +│ +2\\.0*\\d* ± 0.01")
                .doesNotContain("log √det");
    }

    @Test
    void figuresHaveTheNumbersOfTheResult() {
        List<Figure> figures = VaeInferenceReport.of(inference(1, 0.5, 0)).figures();
        assertThat(figures.stream().map(Figure::id))
                .containsExactly("distances", "directions", "noise", "abstraction", "plane");
        Figure noise = figures.get(2);
        assertThat(noise.series().get(0).x()).isEqualTo(RealVector.of(0, 0.5));
        assertThat(noise.series().get(0).y()).isEqualTo(RealVector.of(0.4, 0.4));
        Figure plane = figures.get(4);
        assertThat(plane.series().get(0).x()).isEqualTo(RealVector.of(0, 2));
        assertThat(plane.series().get(0).y()).isEqualTo(RealVector.of(1, 3));
        assertThat(VaeInferenceReport.of(inference(1, 0.5)).figures().stream().map(Figure::id))
                .containsExactly("distances", "directions", "plane");
    }

    @Test
    void everyFileOfTheListIsWrittenAndTheResultIsReadBack(@TempDir Path folder) throws Exception {
        VaeTrainingReport.of(training(1, false, 10)).write(ReportConfig.defaults(), folder.resolve("t"));
        VaeInferenceResult inferred = withImages(inference(1, 0, 0.25), STRIPS);
        VaeInferenceReport.of(inferred).write(ReportConfig.defaults(), folder.resolve("i"));
        for (String name : VaeTrainingReport.files().stream()
                .filter(n -> !n.endsWith(".svg"))
                .toList()) {
            assertThat(folder.resolve("t").resolve(name)).isNotEmptyFile();
        }
        for (String name : VaeInferenceReport.files().stream()
                .filter(n -> !n.endsWith(".svg"))
                .toList()) {
            assertThat(folder.resolve("i").resolve(name)).isNotEmptyFile();
        }
        assertThat(Files.readAllLines(folder.resolve("t/vae-training.csv"))).hasSize(3);
        assertThat(Files.readAllLines(folder.resolve("i/vae-inference.csv"))).hasSize(1 + 2 * 2 * 2 * 3);
        assertThat(Files.readString(folder.resolve("i/index.html")))
                .contains("Memory, concept and centre")
                .contains("Where trajectories end")
                .contains("<figure id=\"strips\">", "black is 0 or less");
        assertThat(Files.readString(folder.resolve("i/vae-inference.json")))
                .isEqualTo(inferred.json())
                .contains("\"digest\"");
        assertThat(JsonText.read(inferred.json(), VaeInferenceResult.class, VaeInferenceResult.SCHEMA))
                .isEqualTo(inferred);
    }

    @Test
    void imagesStandInTheOrderOfTheirColumns() throws Exception {
        StripPicture picture = InferenceStills.strips("strips", STRIPS);
        assertThat(picture.columns()).containsExactly("memory", "start", "step 1", "step 3");
        assertThat(picture.rows().stream().map(StripPicture.Row::name)).containsExactly("datum 4", "datum 7");
        assertThat(picture.rows().get(0).images().stream().map(g -> List.of(g.at(0, 0), g.at(0, 1))))
                .containsExactly(List.of(0, 255), List.of(255, 0), List.of(128, 128), List.of(0, 255));
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        picture.writePng(new PictureConfig(240, 160, 72), png);
        BufferedImage drawn = ImageIO.read(new ByteArrayInputStream(png.toByteArray()));
        assertThat(drawn.getWidth()).isEqualTo(240);
        boolean grey = false;
        for (int x = 0; x < 240; x++) {
            for (int y = 0; y < 160; y++) {
                grey |= (drawn.getRGB(x, y) & 0xffffff) == 0x808080;
            }
        }
        assertThat(grey).isTrue();
    }

    @Test
    void withoutImagesThereIsNoPictureAndAnOlderOneGoes(@TempDir Path folder) throws Exception {
        VaeInferenceReport.of(withImages(inference(1, 0.25), STRIPS)).write(ReportConfig.defaults(), folder);
        assertThat(folder.resolve("strips.png")).isNotEmptyFile();
        VaeInferenceReport.of(inference(1, 0.25)).write(ReportConfig.defaults(), folder);
        assertThat(folder.resolve("strips.png")).doesNotExist();
        assertThat(Files.readString(folder.resolve("index.html"))).doesNotContain("id=\"pictures\"");
    }

    @Test
    void imagesOfAnotherSizeAreRefused() {
        String text = withImages(inference(1, 0.25), STRIPS)
                .json()
                .replaceAll("(?s),\\s*\"digest\" : \\{[^}]*\\}", ""); // each damage is found by its own rule
        assertThat(JsonText.read(text, VaeInferenceResult.class, VaeInferenceResult.SCHEMA)
                        .strips())
                .isEqualTo(STRIPS);
        for (String wrong : List.of("AP//", "A", "%%%")) {
            String damaged = text.replace("gIA=", wrong);
            assertThat(damaged).isNotEqualTo(text);
            assertThatThrownBy(() -> JsonText.read(damaged, VaeInferenceResult.class, VaeInferenceResult.SCHEMA))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        String old = text.replaceAll("(?s),\\s*\"strips\" : \\{.*\\}\\s*\\]\\s*\\}", "");
        assertThat(old).doesNotContain("strips");
        assertThat(JsonText.read(old, VaeInferenceResult.class, VaeInferenceResult.SCHEMA)
                        .strips())
                .isNull();
    }
}
