package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The papers' experiments on the command line. */
class ReproduceCommandTest {
    @TempDir
    private Path folder;

    @Test
    void listsPapersAndTheirExperiments() {
        Run all = Run.of("reproduce", "--list");
        Run one = Run.of("reproduce", "--list", "fan2020");

        assertThat(all.code()).isZero();
        assertThat(all.out())
                .contains(
                        "karakida2018",
                        "karakida2019",
                        "karakida2021",
                        "pennington2018",
                        "fan2020",
                        "amari2018",
                        "amari2000",
                        "karakida2020",
                        "wei2008",
                        "nagano2017")
                .contains("learning-rate", "mean-subtraction-relu", "softmax-outliers", "single-hidden-layer-tanh");
        assertThat(one.out()).contains("conjugate-kernel-tanh").doesNotContain("karakida2018");
    }

    @Test
    void mistakesAreNamedAndNothingIsWritten() {
        Path out = folder.resolve("out");
        Run paper = Run.of("reproduce", "nobody1900", "--out", out.toString());
        Run figure = Run.of("reproduce", "fan2020", "--figure", "nothing", "--out", out.toString());
        Run none = Run.of("reproduce", "--out", out.toString());

        assertThat(paper.code()).isEqualTo(2);
        assertThat(paper.err()).contains("nobody1900", "karakida2018");
        assertThat(figure.code()).isEqualTo(2);
        assertThat(figure.err()).contains("nothing", "conjugate-kernel-tanh");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("--list");
        Run useless = Run.of("reproduce", "fan2020", "--data", "x.npy", "--out", out.toString());
        assertThat(useless.code()).isEqualTo(2);
        assertThat(useless.err()).contains("--data x.npy", "fan2020");
        assertThat(Files.exists(out)).isFalse();
    }

    @Test
    void dataThatCannotBeReadAreNamed() {
        String out = folder.resolve("out").toString();
        Run missing = Run.of("reproduce", "nagano2017", "--quick", "--data", folder + "/none.idx", "--out", out);
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("none.idx", "does not exist").hasLineCount(1);
    }

    @Test
    void anExperimentIsRunOnceAndItsVerdictPrinted() {
        String out = folder.resolve("out").toString();
        String[] command = {"reproduce", "karakida2018", "--figure", "spectrum-linear", "--quick", "--out", out};

        Run first = Run.of(command);
        Run second = Run.of(command);

        assertThat(first.code()).isZero();
        assertThat(first.out()).contains("[agrees]", "largest eigenvalue").doesNotContain("finished earlier");
        assertThat(second.out()).contains("[agrees]", "finished earlier");
        assertThat(folder.resolve("out/karakida2018/spectrum-linear.png")).exists();
        assertThat(folder.resolve("out/karakida2018/spectrum-linear.csv")).exists();
    }
}
