package io.github.fisherscope.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.reports.fixture.SampleResults;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PicturesTest {

    @Test
    void draws() throws Exception {
        Path dir = Files.createDirectories(Path.of("target/pictures"));
        for (Figure figure : Figures.of(SampleResults.tanhTenOutputs())) {
            try (var out = Files.newOutputStream(dir.resolve(figure.id() + ".png"))) {
                Pictures.writePng(figure, PictureConfig.defaults(), out);
            }
            try (var out = Files.newOutputStream(dir.resolve(figure.id() + ".svg"))) {
                Pictures.writeSvg(figure, PictureConfig.defaults(), out);
            }
        }
        assertThat(dir).isNotEmptyDirectory();
    }
}
