package io.github.fisherscope.reports.trajectory;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.trajectory.RatesResult;
import io.github.fisherscope.results.trajectory.RatesResult.Method;
import io.github.fisherscope.results.trajectory.RatesResult.Setting;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RatesReportTest {
    private static String terminal(@Nullable Double predicted, Method... methods) {
        NetworkInfo network = new NetworkInfo(
                List.of(2, 1),
                "tanh",
                3,
                List.of(new NetworkInfo.Layer("identity", true)),
                new NetworkInfo.Drawn(1.0, 0.0, "1"),
                NetworkInfo.Given.NOT);
        return RatesReport.of(new RatesResult(
                        RatesResult.SCHEMA,
                        "1",
                        new Setting(network, new Data("x.npz", "given", 10, 2, 1, 0), "gaussian", "kl", 100, 1),
                        4,
                        predicted,
                        List.of(methods)))
                .terminal();
    }

    @Test
    void limitsStandBesideTheRateThatTrained() {
        String text = terminal(5.0, new Method("nesterov:0.9", 0.4, 0.5, 1.0, 1.02, 0.75, 0.25, 9));
        assertThat(text)
                .contains(
                        "3 parameters, 10 samples (x.npz; labels given), gaussian likelihood, divergence kl, 100 steps")
                .contains("λ_max at the start 4.000, predicted 5.000")
                .containsPattern("nesterov:0.9 +│ +0.4000 │ +0.5000 │ +1.000 │ +2.000 │ +0.7500 │ +0.2500")
                .doesNotContain("≥");
    }

    /** What is not known is a dash, and a rate that nothing bounds is said to be one. */
    @Test
    void ratesWithoutABoundAreMarked() {
        String text = terminal(
                null,
                new Method("adam", null, null, 8.0, null, null, 0.0, 20),
                new Method("natural", null, 2.0, null, 1e-6, null, null, 21));
        assertThat(text)
                .contains("λ_max at the start 4.000\n")
                .containsPattern("adam +│ +– │ +– │ +≥ 8.000 │ +– │ +– │ +0")
                .containsPattern("natural +│ +– │ +2.000 │ +– │ +– │ +– │ +–")
                .contains("≥: no larger rate that was tried failed.");
    }
}
