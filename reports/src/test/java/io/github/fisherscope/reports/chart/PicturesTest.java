package io.github.fisherscope.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PicturesTest {
    private static final SpectrumResult SAMPLE = SampleResults.tanhTenOutputs();

    static Stream<Figure> figures() {
        return Figures.of(SAMPLE).stream();
    }

    @ParameterizedTest
    @MethodSource("figures")
    void pngsHaveTheSizeThatWasAskedForAndAreNotBlank(Figure figure) throws IOException {
        BufferedImage image = png(figure, new PictureConfig(400, 300, 72));

        assertThat(image.getWidth()).isEqualTo(400);
        assertThat(image.getHeight()).isEqualTo(300);
        assertThat(colours(image)).isGreaterThan(20);
    }

    @Test
    void theResolutionIsRecorded() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pictures.writePng(Figures.of(SAMPLE).get(0), new PictureConfig(400, 300, 300), out);
        byte[] bytes = out.toByteArray();

        int chunk = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("pHYs");
        int perMetre = ((bytes[chunk + 6] & 255) << 8) | (bytes[chunk + 7] & 255);
        assertThat(perMetre).isEqualTo(11811); // 300 / 0.0254
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes)).getWidth()).isEqualTo(1667);
    }

    @ParameterizedTest
    @MethodSource("figures")
    void svgsAreWellFormedAndRequestNothing(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pictures.writeSvg(figure, PictureConfig.defaults(), out);
        Document svg = Jsoup.parse(out.toString(StandardCharsets.UTF_8), Parser.xmlParser());

        assertThat(svg.select("svg")).hasSize(1);
        assertThat(svg.select("path, line, rect, ellipse").size()).isGreaterThan(20);
        assertThat(svg.select("[xlink:href], script, image")).isEmpty();
    }

    @Test
    void theHistogramCountsEveryEigenvalueOnce() {
        Series bars = Figures.of(SAMPLE).get(0).series().get(0);

        assertThat(bars.y().sum()).isEqualTo(1000);
        assertThat(bars.x().get(0)).isLessThan(SAMPLE.spectrum().eigenvalues().get(999));
        assertThat(bars.x().get(bars.y().size()))
                .isGreaterThan(SAMPLE.spectrum().max());
    }

    @Test
    void countsNeverExceedTheBoundsOfTheory() {
        Figure figure = Figures.of(SAMPLE).get(2);
        Series counts = figure.series().get(0);
        double p = (double) SAMPLE.network().parameters();
        for (int i = 0; i < counts.x().size(); i++) {
            double k = counts.x().get(i);
            assertThat(counts.y().get(i))
                    .isLessThanOrEqualTo(p * SAMPLE.spectrum().mean() / k * (1 + 1e-12));
        }
    }

    @Test
    void everyEigenvalueOfTheKernelFillsAsManyRanksAsThereAreOutputs() {
        Series kernel = Figures.of(SAMPLE).stream()
                .filter(f -> f.id().equals("scree-plot"))
                .flatMap(f -> f.series().stream())
                .filter(s -> s.name().contains("kernel"))
                .findFirst()
                .orElseThrow();

        assertThat(kernel.x().toArray()).containsExactly(1, 10, 11, 20, 21, 30, 31, 40);
        assertThat(kernel.y().toArray()).containsExactly(256, 256, 17.5, 17.5, 16, 16, 12.5, 12.5);
    }

    /** Zero counts, one value, equal values and no value at all must give a picture on every kind of axis. */
    @ParameterizedTest
    @MethodSource("awkward")
    void awkwardDataIsDrawnOnEveryScale(Series series) {
        for (Axis x : List.of(Axis.linear("x"), Axis.logarithmic("x"), Axis.integers("x"))) {
            for (Axis y : List.of(Axis.linear("y"), Axis.logarithmic("y"))) {
                Figure figure = new Figure("awkward", "Title", "", "none", x, y, List.of(series));
                assertThatCode(() -> png(figure, new PictureConfig(240, 160, 72)))
                        .as("%s on %s, %s", series, x, y)
                        .doesNotThrowAnyException();
            }
        }
    }

    static Stream<Series> awkward() {
        RealVector none = RealVector.empty();
        return Stream.of(
                series(Mark.LINE, none, none),
                series(Mark.POINTS, RealVector.of(1), RealVector.of(0)),
                series(Mark.LINE, RealVector.of(0, 1, 2), RealVector.of(0, 0, 0)),
                series(Mark.LINE, RealVector.of(1, 1, 1), RealVector.of(5, 5, 5)),
                series(Mark.STAIRS, RealVector.of(0, 1, 2), RealVector.of(3, 2, 0)),
                series(Mark.HISTOGRAM, RealVector.of(0, 1, 2, 3), RealVector.of(0, 7, 0)),
                series(Mark.POINTS, RealVector.of(-1, 1e-300, 1e300), RealVector.of(-1, 1e-300, 1e300)),
                Series.vertical("line", Origin.MEASURED, 0, -3));
    }

    @Test
    void aSpectrumWithoutPositiveEigenvaluesHasNoSpectrumFigures() {
        SpectrumResult flat = SAMPLE.withEigenvalues(RealVector.of(0, 0));

        assertThat(Figures.of(flat)).extracting(Figure::id).doesNotContain("eigenvalue-histogram", "scree-plot");
    }

    private static Series series(Mark mark, RealVector x, RealVector y) {
        return Series.of("series", Origin.MEASURED, mark, 0, x, y);
    }

    private static BufferedImage png(Figure figure, PictureConfig config) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pictures.writePng(figure, config, out);
        return ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
    }

    private static long colours(BufferedImage image) {
        return Arrays.stream(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .distinct()
                .count();
    }
}
