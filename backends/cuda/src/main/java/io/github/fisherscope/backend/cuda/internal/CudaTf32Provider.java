package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.List;

/**
 * Announces the backend {@code cuda-tf32}: the backend {@code cuda} in float32 with products in TF32, whose rounding is
 * 8192 times coarser. It has a name of its own so that nobody gets it without asking and every result says so.
 */
public final class CudaTf32Provider implements BackendProvider {
    @Override
    public String name() {
        return "cuda-tf32";
    }

    @Override
    public int rank() {
        return CudaProvider.RANK - 1;
    }

    @Override
    public Availability availability() {
        return CudaRuntime.availability() instanceof Availability.Unusable
                ? new Availability.Unusable("it needs the backend cuda, which cannot run here", "see what cuda needs")
                : CudaRuntime.availability();
    }

    @Override
    public List<Precision> precisions() {
        return List.of(Precision.SINGLE);
    }

    @Override
    public Backend open(BackendConfig config) {
        if (config.precision() != Precision.SINGLE) {
            throw InvalidArgumentException.of(
                    "precision",
                    "double",
                    "the backend cuda-tf32 computes in float32 with products in TF32",
                    "choose single precision, or the backend cuda for float64");
        }
        return CudaProvider.open(name(), CudaRuntime.session(name()), Arithmetic.TF32);
    }
}
