package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Natural gradients in wide networks, from recorded numbers: what is claimed, and when it is not. */
class NaturalGradientPapersTest {
    @TempDir
    private Path folder = Path.of("");

    /** 1ᵀN⁻¹1 with the tridiagonal matrix of ones, which has no inverse for L mod 3 = 2; the others by hand. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 1", "4, 4, 2", "6, 6, 2", "7, 7, 3"})
    void ratesOfTheForms(int layers, double blocks, double tridiagonal) {
        assertThat(Isotropy.EXACT.alpha(layers, 10)).isEqualTo(1);
        assertThat(Isotropy.LAYERS.alpha(layers, 10)).isEqualTo(blocks);
        assertThat(Isotropy.TRIDIAGONAL.alpha(layers, 10)).isCloseTo(tridiagonal, within(1e-14));
        assertThat(Isotropy.KRONECKER.alpha(layers, 10)).isEqualTo(10 * (layers - 1) + 1);
    }

    private Outcome isotropy(double below, double above) {
        Recorded recorded = new Recorded(folder);
        for (Isotropy form : Isotropy.values()) {
            for (int t : List.of(5, 10, 15, 20, 21, 22, 30, 45, 60, 61, 62, 70)) {
                boolean full = t <= (form == Isotropy.KRONECKER ? 21 : form == Isotropy.LAYERS ? 61 : 1000);
                recorded.put(new IsotropyConditions.Job(form, t), full ? below : above);
            }
        }
        return recorded.run(new IsotropyConditions());
    }

    @Test
    void conditionsAreHeldOnBothSides() {
        Outcome right = isotropy(1e-12, 0.2);
        assertThat(right.agrees()).isTrue();
        assertThat(right.claims()).hasSize(6);
        assertThat(right.table().rows()).hasSize(12);
    }

    @Test
    void aFormThatIsNotIsotropicIsSeen() {
        Outcome loose = isotropy(1e-3, 0.2);
        assertThat(loose.claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(4);
        assertThat(isotropy(1e-12, 1e-12).claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(2);
    }

    private Outcome rates(double exponent) {
        Recorded recorded = new Recorded(folder);
        for (Isotropy form : Isotropy.values()) {
            for (int width : List.of(32, 64, 128, 256)) {
                for (int n = 0; n < 16; n++) {
                    double[] losses = new double[9];
                    losses[0] = 1;
                    double apart = recorded.scattered(Math.pow(width / 32.0, exponent))[0];
                    for (int t = 1; t < 9; t++) {
                        losses[t] = Math.pow(0.25, t) * (1 + 0.1 * apart);
                    }
                    recorded.put(new NaturalRates.Job(form, width, n), losses);
                }
            }
        }
        return recorded.run(new NaturalRates());
    }

    @Test
    void deviationsThatFallWithWidthAgree() {
        Outcome falling = rates(-1);
        assertThat(falling.agrees()).isTrue();
        assertThat(claim(falling, "K-FAC").text()).containsPattern("M\\^\\(-(0[.]9|1[.]0)");
        assertThat(falling.figures().get(0).series()).hasSize(5);
        assertThat(falling.table().rows()).hasSize(16);
    }

    @Test
    void deviationsThatGrowDisagree() {
        assertThat(verdict(rates(0.5), "exact:")).isEqualTo(Verdict.DISAGREES);
        assertThat(rates(0.5).agrees()).isFalse();
    }

    /** Full ranks up to the limits of each form. */
    @Test
    void whatAReaderSeesOfIsotropy() {
        assertThat(Recorded.text(isotropy(1e-12, 0.2))).isEqualTo("""
                        AGREES: exact: a step is the residual times α at every T; largest deviation 1.0e-12.
                        AGREES: layers: a step is the residual times α up to T = 61; largest deviation 1.0e-12.
                        AGREES: layers at T = 62, where the last layer has lost its full rank: deviation 0.20.
                        AGREES: block-tridiagonal: a step is the residual times α at every T; largest deviation 1.0e-12.
                        AGREES: K-FAC: a step is the residual times α up to T = 21; largest deviation 1.0e-12.
                        AGREES: K-FAC at T = 22, where the first layer has lost its full rank: deviation 0.20.

                        | T | α, exact | deviation | α, layers | deviation | α, block-tridiagonal | deviation | α, K-FAC | deviation |
                        |---|---:|---:|---:|---:|---:|---:|---:|---|
                        | 5 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 11.0 | 1.0e-12 |
                        | 10 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 21.0 | 1.0e-12 |
                        | 15 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 31.0 | 1.0e-12 |
                        | 20 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 41.0 | 1.0e-12 |
                        | 21 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 43.0 | 1.0e-12 |
                        | 22 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 45.0 | 2.0e-01 |
                        | 30 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 61.0 | 2.0e-01 |
                        | 45 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 91.0 | 2.0e-01 |
                        | 60 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 121 | 2.0e-01 |
                        | 61 | 1.00 | 1.0e-12 | 3.00 | 1.0e-12 | 1.00 | 1.0e-12 | 123 | 2.0e-01 |
                        | 62 | 1.00 | 1.0e-12 | 3.00 | 2.0e-01 | 1.00 | 1.0e-12 | 125 | 2.0e-01 |
                        | 70 | 1.00 | 1.0e-12 | 3.00 | 2.0e-01 | 1.00 | 1.0e-12 | 141 | 2.0e-01 |

                        When a natural-gradient step is a multiple of the residual
                        The deviation of four forms over the number of samples.
                        - T = M₀ + 1 (VERTICAL_DASHED, 1)
                        - T = M₂ + 1 (VERTICAL_DASHED, 1)
                        - exact (POINTS, 12)
                        - layers (POINTS, 12)
                        - block-tridiagonal (HOLLOW_POINTS, 12)
                        - K-FAC (POINTS, 12)
                        """);
    }

    /** Deviations where there should be none. */
    @Test
    void whatAReaderSeesOfFormsThatAreNotIsotropic() {
        assertThat(Recorded.text(isotropy(1e-3, 0.2))).isEqualTo("""
                        DISAGREES: exact: a step is the residual times α at every T; largest deviation 1.0e-03.
                        DISAGREES: layers: a step is the residual times α up to T = 61; largest deviation 1.0e-03.
                        AGREES: layers at T = 62, where the last layer has lost its full rank: deviation 0.20.
                        DISAGREES: block-tridiagonal: a step is the residual times α at every T; largest deviation 1.0e-03.
                        DISAGREES: K-FAC: a step is the residual times α up to T = 21; largest deviation 1.0e-03.
                        AGREES: K-FAC at T = 22, where the first layer has lost its full rank: deviation 0.20.

                        | T | α, exact | deviation | α, layers | deviation | α, block-tridiagonal | deviation | α, K-FAC | deviation |
                        |---|---:|---:|---:|---:|---:|---:|---:|---|
                        | 5 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 11.0 | 1.0e-03 |
                        | 10 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 21.0 | 1.0e-03 |
                        | 15 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 31.0 | 1.0e-03 |
                        | 20 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 41.0 | 1.0e-03 |
                        | 21 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 43.0 | 1.0e-03 |
                        | 22 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 45.0 | 2.0e-01 |
                        | 30 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 61.0 | 2.0e-01 |
                        | 45 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 91.0 | 2.0e-01 |
                        | 60 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 121 | 2.0e-01 |
                        | 61 | 1.00 | 1.0e-03 | 3.00 | 1.0e-03 | 1.00 | 1.0e-03 | 123 | 2.0e-01 |
                        | 62 | 1.00 | 1.0e-03 | 3.00 | 2.0e-01 | 1.00 | 1.0e-03 | 125 | 2.0e-01 |
                        | 70 | 1.00 | 1.0e-03 | 3.00 | 2.0e-01 | 1.00 | 1.0e-03 | 141 | 2.0e-01 |

                        When a natural-gradient step is a multiple of the residual
                        The deviation of four forms over the number of samples.
                        - T = M₀ + 1 (VERTICAL_DASHED, 1)
                        - T = M₂ + 1 (VERTICAL_DASHED, 1)
                        - exact (POINTS, 12)
                        - layers (POINTS, 12)
                        - block-tridiagonal (HOLLOW_POINTS, 12)
                        - K-FAC (POINTS, 12)
                        """);
    }

    /** Deviations like 1/M. */
    @Test
    void whatAReaderSeesOfRates() {
        assertThat(Recorded.text(rates(-1))).isEqualTo("""
                        AGREES: exact: the deviation of three steps from (1 − αη)^2t goes like M^(-0.995 ± 0.012); it is 0.013 at M = 256.
                        AGREES: layers: the deviation of three steps from (1 − αη)^2t goes like M^(-1.003 ± 0.009); it is 0.012 at M = 256.
                        AGREES: block-tridiagonal: the deviation of three steps from (1 − αη)^2t goes like M^(-1.001 ± 0.007); it is 0.013 at M = 256.
                        AGREES: K-FAC: the deviation of three steps from (1 − αη)^2t goes like M^(-0.997 ± 0.007); it is 0.013 at M = 256.

                        | form | α | M | deviation of three steps |
                        |---|---:|---:|---|
                        | exact | 1.00 | 32 | 0.10001 ± 0.00069 |
                        | exact | 1.00 | 64 | 0.04977 ± 0.00020 |
                        | exact | 1.00 | 128 | 0.02509 ± 0.00015 |
                        | exact | 1.00 | 256 | 0.012613 ± 0.000085 |
                        | layers | 3.00 | 32 | 0.10046 ± 0.00058 |
                        | layers | 3.00 | 64 | 0.05006 ± 0.00022 |
                        | layers | 3.00 | 128 | 0.02494 ± 0.00010 |
                        | layers | 3.00 | 256 | 0.012491 ± 0.000054 |
                        | block-tridiagonal | 1.00 | 32 | 0.10028 ± 0.00044 |
                        | block-tridiagonal | 1.00 | 64 | 0.05031 ± 0.00030 |
                        | block-tridiagonal | 1.00 | 128 | 0.02501 ± 0.00014 |
                        | block-tridiagonal | 1.00 | 256 | 0.012534 ± 0.000042 |
                        | K-FAC | 21.0 | 32 | 0.09973 ± 0.00042 |
                        | K-FAC | 21.0 | 64 | 0.05005 ± 0.00027 |
                        | K-FAC | 21.0 | 128 | 0.025227 ± 0.000087 |
                        | K-FAC | 21.0 | 256 | 0.012531 ± 0.000053 |

                        Natural gradients of four forms, with rates ½/α
                        The loss of the four forms over the steps beside the line (1 − αη)^2t.
                        - (1 − αη)^2t (LINE, 9)
                        - exact (POINTS, 9)
                        - layers (HOLLOW_POINTS, 9)
                        - block-tridiagonal (POINTS, 9)
                        - K-FAC (HOLLOW_POINTS, 9)
                        """);
    }

    /** Deviations that grow. */
    @Test
    void whatAReaderSeesOfRatesThatGetWorse() {
        assertThat(Recorded.text(rates(0.5))).isEqualTo("""
                        DISAGREES: exact: the deviation of three steps from (1 − αη)^2t goes like M^(0.505 ± 0.012); it is 0.29 at M = 256.
                        DISAGREES: layers: the deviation of three steps from (1 − αη)^2t goes like M^(0.497 ± 0.009); it is 0.28 at M = 256.
                        DISAGREES: block-tridiagonal: the deviation of three steps from (1 − αη)^2t goes like M^(0.499 ± 0.007); it is 0.28 at M = 256.
                        DISAGREES: K-FAC: the deviation of three steps from (1 − αη)^2t goes like M^(0.503 ± 0.007); it is 0.28 at M = 256.

                        | form | α | M | deviation of three steps |
                        |---|---:|---:|---|
                        | exact | 1.00 | 32 | 0.10001 ± 0.00069 |
                        | exact | 1.00 | 64 | 0.14077 ± 0.00058 |
                        | exact | 1.00 | 128 | 0.2007 ± 0.0012 |
                        | exact | 1.00 | 256 | 0.2854 ± 0.0019 |
                        | layers | 3.00 | 32 | 0.10046 ± 0.00058 |
                        | layers | 3.00 | 64 | 0.14159 ± 0.00063 |
                        | layers | 3.00 | 128 | 0.19950 ± 0.00082 |
                        | layers | 3.00 | 256 | 0.2826 ± 0.0012 |
                        | block-tridiagonal | 1.00 | 32 | 0.10028 ± 0.00044 |
                        | block-tridiagonal | 1.00 | 64 | 0.14229 ± 0.00084 |
                        | block-tridiagonal | 1.00 | 128 | 0.2001 ± 0.0011 |
                        | block-tridiagonal | 1.00 | 256 | 0.28361 ± 0.00095 |
                        | K-FAC | 21.0 | 32 | 0.09973 ± 0.00042 |
                        | K-FAC | 21.0 | 64 | 0.14157 ± 0.00075 |
                        | K-FAC | 21.0 | 128 | 0.20181 ± 0.00069 |
                        | K-FAC | 21.0 | 256 | 0.2835 ± 0.0012 |

                        Natural gradients of four forms, with rates ½/α
                        The loss of the four forms over the steps beside the line (1 − αη)^2t.
                        - (1 − αη)^2t (LINE, 9)
                        - exact (POINTS, 9)
                        - layers (HOLLOW_POINTS, 9)
                        - block-tridiagonal (POINTS, 9)
                        - K-FAC (HOLLOW_POINTS, 9)
                        """);
    }

    /** Pictures are looked at by the names that an experiment gives before any work. */
    @Test
    void experimentsDrawTheFiguresThatTheyName() {
        assertThat(isotropy(1e-12, 0.2).figures())
                .extracting(Figure::id)
                .containsExactlyElementsOf(new IsotropyConditions().figures());
        assertThat(rates(-1).figures()).extracting(Figure::id).containsExactlyElementsOf(new NaturalRates().figures());
    }

    /** Captions say what was computed with which numbers. */
    @Test
    void captionsNameTheirSettings() {
        assertThat(isotropy(1e-12, 0.2).figures().get(0).caption()).contains("20-60-60-1", "pseudo-inverse");
        assertThat(rates(-1).figures().get(0).caption())
                .contains("M = 256", "T = 10", "16 networks", "T(L − 1) + 1 for K-FAC");
    }
}
