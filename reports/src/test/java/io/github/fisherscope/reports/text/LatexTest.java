package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.reports.fixture.SampleResults;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Formulas stand in one math each. */
class LatexTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean m_λ|mean $m_{\\lambda}$",
                "largest eigenvalue λ_max|largest eigenvalue $\\lambda_{\\max}$",
                "Fisher-Rao norm θᵀFθ|Fisher-Rao norm $\\theta^{\\top}F\\theta$",
                "log-volume Σ log(1+cλ)|log-volume $\\sum \\log(1+c\\lambda)$",
                "134.9 ± 2.1|$134.9 \\pm 2.1$",
                "1.2e-7 ± 3.0e-9|$1.2 \\cdot 10^{-7} \\pm 3.0 \\cdot 10^{-9}$",
                "-2.5e+10|$-2.5 \\cdot 10^{10}$",
                "edge-7 and 3 e-7|edge-7 and 3 e-7",
                "σ_w² = 3|$\\sigma_{w}^{2}$ = 3",
                "κ₁ and λF|$\\kappa_{1}$ and $\\lambda F$",
                "mean of top C eigenvalues|mean of top C eigenvalues",
                "50 % of $5 & a_b|50 \\% of \\$5 \\& a\\_b",
                "–|--",
            })
    void formulasAreWhole(String text, String expected) {
        assertThat(Latex.escape(text)).isEqualTo(expected);
    }

    @Test
    void noTableBeginsADisplay() {
        String table = ResultText.of(SampleResults.tanhTenOutputs()).latex();
        assertThat(table).doesNotContain("$$").contains("$\\theta^{\\top}F\\theta$", "\\pm");
        assertThat(table.chars().filter(c -> c == '$').count() % 2).isZero();
    }
}
