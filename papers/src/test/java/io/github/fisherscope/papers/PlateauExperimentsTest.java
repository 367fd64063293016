package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Learning beside two equal units. */
class PlateauExperimentsTest {
    @TempDir
    private Path folder = Path.of("");

    private static TwoUnits task(Backend backend) {
        return TwoUnits.of(
                2,
                60,
                x -> 1.3 * Math.tanh(x[0] + 0.6 * x[1]) + 0.01 * Math.sin(2.3 * x[0]),
                new double[] {0.9, 0.5, 1.2},
                backend);
    }

    /** The task's best unit is a minimum; coordinates go there and back; the pinned law is linear in u. */
    @Test
    void theCoordinatesAreThoseOfThePaper() {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            TwoUnits task = task(backend);
            double[] none = task.speed(task.at(new double[2], 0.4), backend);
            assertThat(Math.hypot(none[0], none[1])).isLessThan(1e-12);
            double[] u = {0.002, -0.001};
            NeuralNetwork network = task.at(u, -0.7);
            double[] theta = network.parameterVector();
            assertThat(TwoUnits.split(theta)).isCloseTo(-0.7, within(1e-13));
            assertThat(TwoUnits.distance(theta)).containsExactly(u, within(1e-13));
            double[] once = task.speed(network, backend);
            double[] half = task.speed(task.at(new double[] {0.001, -0.0005}, -0.7), backend);
            assertThat(once[0] / half[0]).isCloseTo(2, within(0.05));
            // v(1 − z²)/2 H: the largest rate bounds the speed per distance
            double largest = Math.abs(task.fastest(0)) + Math.abs(task.fastest(1.5));
            assertThat(Math.hypot(once[0], once[1]) / Math.hypot(u[0], u[1])).isLessThan(largest);
        }
    }

    private Outcome slow(double factor) {
        Recorded recorded = new Recorded(folder);
        for (double z : List.of(-1.5, -0.8, -0.5, 0.0, 0.3, 0.5, 0.8, 1.6)) {
            recorded.put(new SlowLaw.Job(z), z, factor / (1 + z * z));
        }
        return recorded.run(new SlowLaw());
    }

    @Test
    void theSlowLawIsJudgedWithinOnePercent() {
        assertThat(slow(1.005).agrees()).isTrue();
        assertThat(verdict(slow(1.02), "1/(1 + z²)")).isEqualTo(Verdict.DISAGREES);
        assertThat(slow(1).table().rows()).hasSize(8);
        assertThat(slow(1).figures().get(0).series()).hasSize(3);
    }

    private Outcome plateau(double perDecade, double natural) {
        Recorded recorded = new Recorded(folder);
        for (int k = 1; k <= 5; k++) {
            double distance = List.of(1e-1, 1e-2, 1e-3, 1e-4, 1e-5).get(k - 1);
            recorded.put(new Plateau.Job(distance, false), 100 + k * perDecade, 0.05);
            recorded.put(new Plateau.Job(distance, true), natural, 0.05);
        }
        return recorded.run(new Plateau());
    }

    /** log 10 / log(1 + 0.3 · 0.05) = 154.65. */
    @Test
    void plateausGrowAsTheReducedHessianSays() {
        Outcome right = plateau(155, 20);
        assertThat(right.agrees()).isTrue();
        assertThat(claim(right, "factor of ten").text()).contains("155", "154.7");
        assertThat(verdict(plateau(170, 20), "factor of ten")).isEqualTo(Verdict.DISAGREES);
        assertThat(verdict(plateau(155, 200), "damped natural")).isEqualTo(Verdict.DISAGREES);
    }

    /** Exactly the law. */
    @Test
    void whatAReaderSeesOfTheSlowLaw() {
        assertThat(Recorded.text(slow(1))).isEqualTo("""
                        AGREES: the speed is 1/(1 + z²) of the pinned law at all 8 splits: largest deviation 0.0 %.
                        AGREES: the pinned law itself is off by up to 71.9 % once w and v have followed.

                        | z | speed / pinned | 1/(1 + z²) |
                        |---|---:|---|
                        | -1.500 | 0.30769 | 0.30769 |
                        | -0.8000 | 0.60976 | 0.60976 |
                        | -0.5000 | 0.80000 | 0.80000 |
                        | 0 | 1.0000 | 1.0000 |
                        | 0.3000 | 0.91743 | 0.91743 |
                        | 0.5000 | 0.80000 | 0.80000 |
                        | 0.8000 | 0.60976 | 0.60976 |
                        | 1.600 | 0.28090 | 0.28090 |

                        How fast two nearly equal units move apart
                        The measured ratio over the split beside the line 1/(1 + z²).
                        - 1/(1 + z²) (LINE, 69)
                        - w, v held (DASHED_LINE, 2)
                        - measured (POINTS, 8)
                        """);
    }

    /** A plateau as long as the law says. */
    @Test
    void whatAReaderSeesOfAPlateau() {
        assertThat(Recorded.text(plateau(155, 20))).isEqualTo("""
                        AGREES: every factor of ten nearer costs gradient descent 155.0 steps more; the reduced Hessian says 154.7.
                        AGREES: from a distance of 1e-05 gradient descent takes 875 steps to half of the loss, damped natural gradients 20.

                        | distance | gradient: steps | natural gradient: steps |
                        |---|---:|---|
                        | 1e-01 | 255 | 20 |
                        | 1e-02 | 410 | 20 |
                        | 1e-03 | 565 | 20 |
                        | 1e-04 | 720 | 20 |
                        | 1e-05 | 875 | 20 |

                        Steps until learning leaves a plateau
                        Steps of gradient descent and of natural gradients over the distance at the start.
                        - slope by the reduced Hessian (LINE, 2)
                        - gradient (POINTS, 5)
                        - natural gradient, ρ = 0.01 (POINTS, 5)
                        """);
    }

    /** A plateau that the law does not explain, and natural gradients that do not leave it. */
    @Test
    void whatAReaderSeesOfAPlateauThatIsTooLong() {
        assertThat(Recorded.text(plateau(170, 400))).isEqualTo("""
                        DISAGREES: every factor of ten nearer costs gradient descent 170.0 steps more; the reduced Hessian says 154.7.
                        DISAGREES: from a distance of 1e-05 gradient descent takes 950 steps to half of the loss, damped natural gradients 400.

                        | distance | gradient: steps | natural gradient: steps |
                        |---|---:|---|
                        | 1e-01 | 270 | 400 |
                        | 1e-02 | 440 | 400 |
                        | 1e-03 | 610 | 400 |
                        | 1e-04 | 780 | 400 |
                        | 1e-05 | 950 | 400 |

                        Steps until learning leaves a plateau
                        Steps of gradient descent and of natural gradients over the distance at the start.
                        - slope by the reduced Hessian (LINE, 2)
                        - gradient (POINTS, 5)
                        - natural gradient, ρ = 0.01 (POINTS, 5)
                        """);
    }
}
