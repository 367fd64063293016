package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.studies.config.Execution;

/**
 * How much a study may take: of this machine's memory, and of that of the backend's device where matrices lie there.
 *
 * @param host bytes of this machine that {@code --memory} allows
 * @param device bytes that matrices may take on the backend's device; {@link Long#MAX_VALUE} if they lie in this
 *     machine's memory, where they count as part of {@code host}
 */
public record MemoryLimits(long host, long device) {
    public MemoryLimits {
        Args.requireInRange("host", host, 1, Long.MAX_VALUE);
        Args.requireInRange("device", device, 0, Long.MAX_VALUE);
    }

    /** Returns the limits where matrices lie in this machine's memory. */
    static MemoryLimits ofHost(long bytes) {
        return new MemoryLimits(bytes, Long.MAX_VALUE);
    }

    /** Asks the backend, which is opened for that. */
    public static MemoryLimits of(Execution execution) {
        try (Backend backend = Backends.onClassPath().open(execution.backend(), execution.config())) {
            return new MemoryLimits(execution.memoryLimit(), backend.freeBytes());
        }
    }

    /** Returns whether matrices lie on a device with memory of its own. */
    public boolean apart() {
        return device != Long.MAX_VALUE;
    }

    /** Returns the limits after the device's memory was divided by {@code divisor}. */
    public MemoryLimits withDeviceShare(int divisor) {
        return new MemoryLimits(host, device / divisor);
    }
}
