package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.kernel.InfiniteWidthKernel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The spectrum that the infinite-width kernel predicts on images of digits against spectra of random networks: their
 * distance falls like 1/√M, bulk and tail together.
 *
 * <p>Distances: both spectra have C·T eigenvalues; sorted, they are matched one to one, which is the optimal transport
 * between them. The quadratic one is relative to the kernel's spectrum and is ruled by the large eigenvalues; the logarithmic
 * one, the root mean square of ln(λ/λ̂), counts every eigenvalue alike, bulk and tail.
 *
 * <p>The exponent is the least-squares slope of the mean logarithms over the widths, each width with networks of its own;
 * Student's interval has the degrees of freedom of Welch and Satterthwaite. What the power law leaves out is allowed for. The
 * kernel of a network is Θ + E with entries of E of relative order 1/√M: large eigenvalues, which stand alone, move by
 * 1/√M with corrections of relative order 1/M, while the n = C·T eigenvalues of the bulk repel each other and spread by
 * √(n/M) with corrections of that relative order again. The first layer's part of Θ is proportional to the fixed number of
 * inputs and fluctuates otherwise than the rest, so the coefficient changes by a share M_0/(M + M_0); images are therefore
 * averaged over 4×4 pixels, M_0 = 49. A correction 1 + r(M) shifts the slope by about (r(M_min) − r(M_max))/ln(M_max/M_min).
 */
class KernelOnImagesTest {
    /** Two-sided; at most 1000 such tests make 1e-3 per full run. */
    private static final double FALSE_ALARM = 1e-6;

    private static final int OUTPUTS = 2;
    private static final int DEPTH = 3;
    private static final List<Integer> WIDTHS = List.of(128, 256, 512, 1024);
    private static final List<Integer> LARGE_WIDTHS = List.of(250, 500, 1000, 2000, 4000);
    private static final int PIXELS = 28;
    private static final int BLOCK = 4;
    private static final int POOLED = (PIXELS / BLOCK) * (PIXELS / BLOCK);
    private static final Path IMAGES = resource("/mnist/images-200.idx3-ubyte.gz");

    private static Path resource(String name) {
        try {
            return Path.of(Objects.requireNonNull(KernelOnImagesTest.class.getResource(name), name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Means and standard errors of the logarithm of a distance, by width. */
    private record Point(int width, double mean, double error, int networks) {}

    /** Slope with the half-width of its interval. */
    private record Slope(double value, double halfWidth) {}

    private enum Distance {
        QUADRATIC {
            @Override
            double between(double[] measured, double[] predicted) {
                double sum = 0;
                double norm = 0;
                for (int i = 0; i < measured.length; i++) {
                    sum += (measured[i] - predicted[i]) * (measured[i] - predicted[i]);
                    norm += predicted[i] * predicted[i];
                }
                return Math.sqrt(sum / norm);
            }
        },
        LOGARITHMIC {
            @Override
            double between(double[] measured, double[] predicted) {
                double sum = 0;
                for (int i = 0; i < measured.length; i++) {
                    double d = Math.log(measured[i] / predicted[i]);
                    sum += d * d;
                }
                return Math.sqrt(sum / measured.length);
            }
        };

        abstract double between(double[] measured, double[] predicted);

        /** Returns the relative size of what the power law leaves out. */
        double correction(int width, int count) {
            double inputs = (double) POOLED / (width + POOLED);
            return inputs + (this == QUADRATIC ? 1.0 / width : Math.sqrt((double) count / width));
        }

        /** Returns how far the slope may be off for that reason. */
        double bias(List<Integer> widths, int images) {
            int low = widths.get(0);
            int high = widths.get(widths.size() - 1);
            double change = correction(low, OUTPUTS * images) - correction(high, OUTPUTS * images);
            return change / Math.log((double) high / low);
        }
    }

    @ParameterizedTest
    @CsvSource({"relu, 2, 0.1", "tanh, 3, 0.64"})
    @Tag("statistical")
    void distancesFallLikeTheRootOfTheWidth(String activation, double w, double b) {
        check(12, WIDTHS, measure(activation, w, b, pooled(images(12)), WIDTHS, 144));
    }

    /** Wide networks; the numbers are in docs/theory/kernel-spectrum.md. */
    @ParameterizedTest
    @CsvSource({"relu, 2, 0.1", "tanh, 3, 0.64"})
    @Tag("study")
    void distancesOfWideNetworksFallLikeTheRootOfTheWidth(String activation, double w, double b) throws IOException {
        Map<Distance, List<Point>> pooled = measure(activation, w, b, pooled(images(50)), LARGE_WIDTHS, 48);
        Map<Distance, List<Point>> whole = measure(activation, w, b, images(50), LARGE_WIDTHS, 24);
        StringBuilder table =
                new StringBuilder("inputs,distance,activation,M,networks,geometric mean,relative error\n");
        append(table, POOLED, activation, pooled);
        append(table, PIXELS * PIXELS, activation, whole);
        Files.writeString(Path.of("target", "kernel-spectrum-" + activation + ".csv"), table);
        check(50, LARGE_WIDTHS, pooled);
    }

    private static void append(StringBuilder table, int inputs, String activation, Map<Distance, List<Point>> all) {
        all.forEach((distance, points) -> {
            for (Point p : points) {
                table.append(String.format(
                        Locale.ROOT,
                        "%d,%s,%s,%d,%d,%.5f,%.3f%n",
                        inputs,
                        distance,
                        activation,
                        p.width,
                        p.networks,
                        Math.exp(p.mean),
                        p.error));
            }
            table.append(String.format(Locale.ROOT, "# %d %s %s%n", inputs, distance, slope(points)));
        });
    }

    private static void check(int images, List<Integer> widths, Map<Distance, List<Point>> all) {
        all.forEach((distance, points) -> {
            Slope slope = slope(points);
            double allowed = slope.halfWidth + distance.bias(widths, images);
            assertThat(Math.abs(slope.value + 0.5))
                    .as("%s, %s", distance, slope)
                    .isLessThanOrEqualTo(allowed);
            // Power: a distance that stays, or one that falls like 1/M, fails but for the false-alarm rate.
            assertThat(allowed + slope.halfWidth).as("%s, %s", distance, slope).isLessThan(0.5);
        });
    }

    private static Map<Distance, List<Point>> measure(
            String activation, double w, double b, Dataset data, List<Integer> widths, int networks) {
        int images = data.samples();
        double[] pixels = new double[images * data.inputs()];
        for (int t = 0; t < images; t++) {
            data.copyRow(t, pixels, t * data.inputs());
        }
        RealVector gram = InfiniteWidthKernel.gram(RealVector.of(pixels), data.inputs());
        Map<Distance, List<Point>> points = new EnumMap<>(Distance.class);
        for (Distance d : Distance.values()) {
            points.put(d, new ArrayList<>());
        }
        try (Backend backend = Oracles.backend()) {
            for (int m : widths) {
                NetworkSpec spec =
                        NetworkSpec.uniform(DEPTH, m, data.inputs(), OUTPUTS, Activation.parse(activation), w, b);
                double[] predicted = repeated(
                        InfiniteWidthKernel.of(spec, gram).eigenvalues().toArray());
                List<double[]> measured = new ArrayList<>();
                for (int n = 0; n < networks; n++) {
                    try (Linearization at = Linearization.of(
                                    RandomNetworkGenerator.of(spec, m).network(n), data, backend);
                            WholeFisherMatrix dual =
                                    FisherRoutes.dualEntries(at, FisherRequest.exact(new Likelihood.Gaussian(1)))) {
                        measured.add(dual.eigenvalues().toArray());
                    }
                }
                points.forEach((d, list) -> list.add(point(
                        m,
                        measured.stream()
                                .mapToDouble(v -> Math.log(d.between(v, predicted)))
                                .toArray())));
            }
        }
        return points;
    }

    /** Returns the first images, scaled to mean |x|²/M_0 = 1. */
    private static Dataset images(int count) {
        return scaled(DatasetReader.of(DataOptions.defaults().withLimit(count)).read(IMAGES));
    }

    /** Returns the images averaged over blocks of 4×4 pixels, scaled likewise. */
    private static Dataset pooled(Dataset images) {
        return scaled(Dataset.ofRows(
                images.samples(),
                POOLED,
                (t, target) -> {
                    Arrays.fill(target, 0);
                    for (int i = 0; i < images.inputs(); i++) {
                        int block = i / PIXELS / BLOCK * (PIXELS / BLOCK) + i % PIXELS / BLOCK;
                        target[block] += images.get(t, i);
                    }
                },
                DataSource.memory("pooled images")));
    }

    private static Dataset scaled(Dataset raw) {
        double scale = 1 / Math.sqrt(raw.meanSquaredNorm());
        return Dataset.ofRows(
                raw.samples(),
                raw.inputs(),
                (row, target) -> {
                    raw.copyRow(row, target);
                    for (int i = 0; i < target.length; i++) {
                        target[i] *= scale;
                    }
                },
                DataSource.memory("scaled images"));
    }

    private static double[] repeated(double[] eigenvalues) {
        double[] all = new double[OUTPUTS * eigenvalues.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = eigenvalues[i / OUTPUTS];
        }
        return all;
    }

    private static Point point(int width, double[] logs) {
        int n = logs.length;
        double mean = Arrays.stream(logs).average().orElseThrow();
        double squares = Arrays.stream(logs).map(v -> (v - mean) * (v - mean)).sum();
        return new Point(width, mean, Math.sqrt(squares / (n - 1) / n), n);
    }

    private static Slope slope(List<Point> points) {
        double centre =
                points.stream().mapToDouble(p -> Math.log(p.width)).average().orElseThrow();
        double spread = points.stream()
                .mapToDouble(p -> (Math.log(p.width) - centre) * (Math.log(p.width) - centre))
                .sum();
        double value = 0;
        double variance = 0;
        double fourth = 0;
        for (Point p : points) {
            double share = (Math.log(p.width) - centre) / spread;
            double part = share * share * p.error * p.error;
            value += share * p.mean;
            variance += part;
            fourth += part * part / (p.networks - 1);
        }
        double quantile = TDistribution.of(variance * variance / fourth).inverseSurvivalProbability(FALSE_ALARM / 2);
        return new Slope(value, quantile * Math.sqrt(variance));
    }
}
