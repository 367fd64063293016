package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.law.MarchenkoPastur;
import io.github.fisherscope.meanfield.law.SpectralLaw;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Densities against laws, on eigenvalues that are drawn from the law, and on others. */
class SpectralDensityTest {
    private static final List<Integer> SIZES = List.of(50, 100, 200);

    @TempDir
    private Path folder = Path.of("");

    /** Wigner matrices squared have the law of Marchenko and Pastur at ratio 1, of which quantiles are known by angles. */
    private static final class Model implements SpectralDensity.MatrixModel {
        @Override
        public String name() {
            return "quarter-circle";
        }

        @Override
        public String title() {
            return "squares of a quarter circle";
        }

        @Override
        public String shortTitle() {
            return "Quarter circle";
        }

        @Override
        public String caption() {
            return "Made up.";
        }

        @Override
        public WidthGrid grid(boolean quick) {
            return new WidthGrid(SIZES, 16);
        }

        @Override
        public long bytes(int size) {
            return size;
        }

        @Override
        public SpectralLaw law() {
            return new MarchenkoPastur(1, 1);
        }

        @Override
        public RealVector eigenvalues(WidthGrid.Job job, long seed, Backend backend) {
            throw new AssertionError("everything was recorded");
        }
    }

    /** Returns x with the distribution of a quarter circle of radius 2: the least of which a share {@code u} lies below. */
    private static double quarterCircle(double u) {
        double low = 0;
        double high = Math.PI / 2;
        for (int i = 0; i < 60; i++) {
            double angle = (low + high) / 2;
            double below = 2 / Math.PI * (angle + Math.sin(2 * angle) / 2);
            low = below < u ? angle : low;
            high = below < u ? high : angle;
        }
        return 2 * Math.sin(low);
    }

    private Outcome run(double scale, double power) {
        SplittableRandom random = new SplittableRandom(3);
        Recorded recorded = new Recorded(folder);
        for (int size : SIZES) {
            for (int n = 0; n < 16; n++) {
                double[] values = random.doubles(size)
                        .map(u -> scale * Math.pow(quarterCircle(u), power))
                        .map(v -> -v)
                        .sorted()
                        .map(v -> -v)
                        .toArray();
                recorded.put(new WidthGrid.Job(size, n), values);
            }
        }
        return recorded.run(new SpectralDensity(new Model()));
    }

    /** Squares of a quarter circle of radius 2 have mean 1 and end at 4, as the law of ratio 1 does. */
    @Test
    void theLawOfTheTestIsThatOfItsNumbers() {
        SpectralLaw law = new Model().law();
        assertThat(law.mean()).isCloseTo(1, within(1e-12));
        assertThat(law.upperEdge()).isCloseTo(4, within(1e-12));
        assertThat(Math.pow(quarterCircle(1), 2)).isCloseTo(4, within(1e-9));
    }

    @Test
    void eigenvaluesOfTheLawAgreeAtEveryPoint() {
        Outcome outcome = run(1, 2);
        assertThat(outcome.claims()).hasSize(6);
        assertThat(outcome.agrees()).isTrue();
        // mean, largest and five densities for each size
        assertThat(outcome.table().rows()).hasSize(3 * 7);
        assertThat(outcome.table().rows().get(0).get(3)).isEqualTo("1.000");
    }

    @Test
    void aWrongMeanIsNoticed() {
        assertThat(verdict(run(1.15, 2), "mean eigenvalue")).isEqualTo(Verdict.DISAGREES);
    }

    /** The mean of x^1.6 scaled to 1: the same mean and another density. */
    @Test
    void anotherDensityOfTheSameMeanIsNoticed() {
        double mean = 0;
        int points = 20_000;
        for (int i = 0; i < points; i++) {
            mean += Math.pow(quarterCircle((i + 0.5) / points), 1.3) / points;
        }
        Outcome outcome = run(1 / mean, 1.3);
        assertThat(verdict(outcome, "mean eigenvalue")).isEqualTo(Verdict.AGREES);
        assertThat(outcome.agrees()).isFalse();
    }

    /** A histogram of all eigenvalues has the area 1, and so has the law beside it. */
    @Test
    void histogramAndLawHaveTheSameArea() {
        Figure figure = run(1, 2).figures().get(0);
        Figure.Series histogram = figure.series().get(0);
        double width = histogram.x().get(1) - histogram.x().get(0);
        assertThat(histogram.y().sum() * width).isCloseTo(1, within(0.01));
        double law = figure.series().get(1).y().slice(1, histogram.x().size()).sum() * width;
        assertThat(law).isCloseTo(1, within(0.06)); // the first bin has a pole of 1/√x
        assertThat(figure.caption()).contains("16 networks of size 200").doesNotContain("is zero and not drawn");
    }

    static List<SpectralDensity.MatrixModel> models() {
        List<SpectralDensity.MatrixModel> models = new ArrayList<>();
        for (String activation : List.of("identity", "tanh", "erf")) {
            models.add(new SingleHiddenLayerModel(activation, activation));
            models.add(new LinearWidthModel(LinearWidthModel.Kernel.TANGENT, activation));
            models.add(new LinearWidthModel(LinearWidthModel.Kernel.CONJUGATE, activation));
        }
        models.add(new CentredNetworkModel("tanh", "tanh", 2));
        models.add(new CentredNetworkModel("identity", "linear", 1));
        return models;
    }

    /** The law of every model is a distribution: its smoothed density adds up to 1, and its mean lies inside. */
    @ParameterizedTest
    @MethodSource("models")
    void everyModelHasALaw(SpectralDensity.MatrixModel model) {
        SpectralLaw law = model.law();
        double width = 0.2 * law.mean();
        double end = law.upperEdge() + 60 * width;
        int points = 1000;
        double step = (end + 60 * width) / points;
        double sum = 0;
        for (int i = 0; i < points; i++) {
            sum += step * law.smoothedDensity(-60 * width + (i + 0.5) * step, width);
        }
        assertThat(sum).as(model.name()).isCloseTo(1, within(0.01));
        assertThat(law.mean()).isPositive().isLessThan(law.upperEdge());
    }

    @ParameterizedTest
    @MethodSource("models")
    void quickVersionsAreSmaller(SpectralDensity.MatrixModel model) {
        WidthGrid quick = model.grid(true);
        WidthGrid full = model.grid(false);
        assertThat(quick.largest()).isLessThan(full.largest());
        assertThat(quick.networks()).isLessThan(full.networks()).isGreaterThan(1);
        assertThat(model.bytes(quick.largest())).isLessThan(model.bytes(full.largest()));
        assertThat(model.name()).matches("[a-z0-9-]+");
        assertThat(model.title()).contains("density of the");
        assertThat(model.caption()).endsWith(".");
    }
}
