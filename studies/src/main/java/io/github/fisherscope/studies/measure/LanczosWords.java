package io.github.fisherscope.studies.measure;

import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.Locale;

/** Says in words why the Lanczos method ended. */
final class LanczosWords {
    private LanczosWords() {}

    /** Returns why a run ended. */
    static String of(LanczosResult result, double tolerance) {
        LanczosResult.Stop stop = result.stop();
        if (stop instanceof LanczosResult.Stop.Converged converged) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos converged to relative residual %.0e after %d products, confirmed %d times",
                    tolerance,
                    result.operatorCalls(),
                    converged.confirmations());
        }
        if (stop instanceof LanczosResult.Stop.WholeSpace whole) {
            return "the Krylov basis spans the whole space of dimension " + whole.dimension();
        }
        if (stop instanceof LanczosResult.Stop.StepLimit limit) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos used its %d products; worst relative residual %.1e",
                    limit.operatorCalls(),
                    limit.worstRelativeResidual());
        }
        return "the operator gave a number that is not finite";
    }
}
