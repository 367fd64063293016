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
}
