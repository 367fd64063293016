package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Locale;

/** What eigenvectors in parameter space take beside the rest of a study. */
final class EigenvectorPlan {
    /** Numbers that one file holds at most, as it is made in memory. */
    private static final long LARGEST_FILE = (Integer.MAX_VALUE - 1024) / Double.BYTES;

    /** The vector at work, its image and two copies on the way between them. */
    private static final int AT_WORK = 4;

    private EigenvectorPlan() {}

    /**
     * Returns the bytes of the process: each vector, the file that is made of it, and the one at work; 0 where none are
     * wanted.
     *
     * @throws InvalidArgumentException where the matrix has none, or they are too many for one file
     */
    static long bytes(StudyConfig config) {
        int count = config.options().eigenvectors();
        if (count == 0) {
            return 0;
        }
        StudiedMatrix matrix = config.matrix();
        if (!(matrix instanceof StudiedMatrix.Whole) && !(matrix instanceof StudiedMatrix.Hessian)) {
            throw InvalidArgumentException.of(
                    "eigenvectors",
                    count,
                    "they are made for the whole Fisher matrix and for the Hessian alone",
                    "leave them out, or leave out the form, the normalisation or the metric");
        }
        long parameters = config.network().parameters();
        if (count > LARGEST_FILE / parameters) {
            throw InvalidArgumentException.of(
                    "eigenvectors",
                    count,
                    String.format(
                            Locale.ROOT,
                            "a file holds %d vectors of %d numbers",
                            LARGEST_FILE / parameters,
                            parameters));
        }
        return MemoryPlan.onHeap(Double.BYTES * parameters * (2L * count + AT_WORK));
    }

    /** Returns what is left for the rest of a study. */
    static MemoryLimits rest(StudyConfig config, MemoryLimits limits, long vectors) {
        if (vectors >= limits.host()) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "%d eigenvectors of %d parameters take %s, and the memory limit allows %s; ask for fewer or raise the limit",
                    config.options().eigenvectors(),
                    config.network().parameters(),
                    MemorySize.of(vectors),
                    MemorySize.of(limits.host())));
        }
        return new MemoryLimits(limits.host() - vectors, limits.device());
    }
}
