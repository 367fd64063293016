package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.fail;

import io.github.fisherscope.core.backend.Availability;

/** Where the tests of the tag gpu are asked for, a GPU that cannot be used is a failure and nothing to skip. */
final class UsableGpu {
    private UsableGpu() {}

    static void require() {
        if (CudaRuntime.availability() instanceof Availability.Unusable unusable) {
            fail(
                    "the tests of the tag gpu need the backend cuda, which cannot run here: %s; %s",
                    unusable.reason(), unusable.remedy());
        }
    }
}
