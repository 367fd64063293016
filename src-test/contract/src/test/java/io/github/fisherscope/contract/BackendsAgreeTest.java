package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One computation on every usable backend: a Gram matrix with a Hadamard factor, and its eigenvalues. */
@Tag("openblas")
class BackendsAgreeTest {
    private static final int SAMPLES = 120;
    private static final int WIDTH = 75;

    @Test
    void eigenvaluesOfAHadamardGramAgreeOnAllBackendsAndPrecisions() {
        double[] reference = eigenvalues("java", Precision.DOUBLE);
        List<BackendProvider> usable = Backends.onClassPath().providers().stream()
                .filter(p -> p.availability() instanceof Availability.Ready)
                .toList();
        assertThat(usable).hasSizeGreaterThanOrEqualTo(2);
        for (BackendProvider provider : usable) {
            for (Precision precision : Precision.values()) {
                double[] found = eigenvalues(provider.name(), precision);
                double bound = bound(precision.unitRoundoff()) + bound(Precision.DOUBLE.unitRoundoff());
                for (int i = 0; i < reference.length; i++) {
                    assertThat(found[i])
                            .as("%s, %s, eigenvalue %d", provider.name(), precision, i)
                            .isCloseTo(reference[i], within(bound));
                }
            }
        }
    }

    /**
     * Entries of the inputs are at most 1, so those of each Gram matrix are at most WIDTH and carry an error of
     * γ_(WIDTH+3) WIDTH; the tile multiplies two of them and the eigenvalues of a perturbation E are at most ‖E‖_F ≤
     * SAMPLES · max|E|. To this comes the solver's 4 (n + 8) u ‖A‖.
     */
    private static double bound(double u) {
        double gram = Accurate.gamma(WIDTH + 3, u) * WIDTH;
        double tile = gram * (WIDTH + 1) * 2 + Accurate.gamma(5, u) * WIDTH * (WIDTH + 1);
        double norm = (double) SAMPLES * WIDTH * (WIDTH + 1);
        return SAMPLES * tile + 4 * (SAMPLES + 8) * u * norm;
    }

    private static double[] eigenvalues(String name, Precision precision) {
        // rounded to float32 so that all precisions see the same inputs
        Plain h = Plain.random(SAMPLES, WIDTH, 1, Precision.SINGLE);
        Plain d = Plain.random(SAMPLES, WIDTH, 2, Precision.SINGLE);
        try (Backend backend = Backends.onClassPath().open(name, new BackendConfig(precision, 2));
                Matrix hs = h.on(backend);
                Matrix ds = d.on(backend);
                Matrix gram = backend.allocate(SAMPLES, SAMPLES);
                Matrix product = backend.allocate(SAMPLES, SAMPLES);
                Matrix k = backend.allocate(SAMPLES, SAMPLES)) {
            backend.multiplySelfTransposed(1, hs, 0, gram);
            backend.multiply(1, ds, Transpose.NO, ds, Transpose.YES, 0, product);
            backend.hadamardAccumulate(product, gram, 0, 0, 1, k);
            return backend.symmetricEigenvalues(k);
        }
    }
}
