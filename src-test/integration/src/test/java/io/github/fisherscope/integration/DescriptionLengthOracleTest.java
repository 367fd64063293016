package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.SymmetricSolve;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.measure.CapacityMeasures;
import io.github.fisherscope.testkit.OracleFile;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laplace's description length of linear models against −log p(data) by a numpy program. */
class DescriptionLengthOracleTest {
    static Stream<OracleFile> models() {
        return OracleFile.read(DescriptionLengthOracleTest.class, "/oracle/manifold.json").cases("evidence").stream();
    }

    /** At the posterior's mode the fit and the description length are −log p(data), to the last digits. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void itIsExactAtThePosteriorMode(OracleFile model) {
        double[][] a = model.matrix("a");
        double[] y = model.vector("y");
        double variance = model.at("case").number("prior_variance");
        int d = a[0].length;
        double[] precision = new double[d * d];
        double[] pull = new double[d];
        for (int t = 0; t < a.length; t++) {
            for (int i = 0; i < d; i++) {
                pull[i] += a[t][i] * y[t];
                for (int j = 0; j < d; j++) {
                    precision[i * d + j] += a[t][i] * a[t][j];
                }
            }
        }
        for (int i = 0; i < d; i++) {
            precision[i * d + i] += 1 / variance;
        }
        double[] mode = SymmetricSolve.of(precision, d, pull);
        double fit = 0.5 * a.length * Math.log(2 * Math.PI);
        double squares = 0;
        for (int t = 0; t < a.length; t++) {
            double r = y[t];
            for (int i = 0; i < d; i++) {
                r -= a[t][i] * mode[i];
            }
            fit += r * r / 2;
        }
        for (double x : mode) {
            squares += x * x;
        }
        Spectrum spectrum = Spectrum.complete(model.vector("fisher_eigenvalues"), d, "oracle");
        double length = CapacityMeasures.descriptionLength(spectrum, squares, variance, a.length);
        assertThat(length - squares / (2 * variance)).isCloseTo(model.number("half_log_volume"), within(1e-12));
        assertThat(fit + length).isCloseTo(model.number("exact"), within(1e-11));
        assertThat(model.number("at_maximum_likelihood")).isGreaterThan(model.number("exact"));
    }
}
