package io.github.fisherscope.studies.transport;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What is to be carried where, and at what cost.
 *
 * @param p where the mass lies
 * @param q where it goes
 * @param ground which cost
 * @param costFile the cost matrix, for {@link Ground#MATRIX}
 * @param lambdas relaxations; empty for 1, 10 and 100 % of the range of the costs
 * @param solver when to stop
 */
public record TransportConfig(
        Histogram p, Histogram q, Ground ground, @Nullable Path costFile, RealVector lambdas, RelaxedConfig solver) {
    /** Which cost there is between two states. */
    public enum Ground {
        /** Squared Euclidean distance; neighbours are 1 apart. */
        SQUARED,
        /** Euclidean distance. */
        ABSOLUTE,
        /** A matrix from a file. */
        MATRIX
    }
}
