package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.internal.shared.Processor;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * The native library: loaded once per process, told to use one thread per call (work is divided in Java), and tested
 * with a small product before anything relies on it.
 */
final class OpenBlasLibrary {
    /** Setting this system property to {@code true} keeps the native library from being loaded. */
    static final String DISABLED = "fisherscope.openblas.disabled";

    private static final String REMEDY = "use the backend 'java', or put the openblas and javacpp jars of this platform"
            + " on the class path and let the directory named by org.bytedeco.javacpp.cachedir"
            + " (default ~/.javacpp/cache) be writable";

    private OpenBlasLibrary() {}

    static Availability availability() {
        if (Boolean.getBoolean(DISABLED)) {
            return new Availability.Unusable(
                    "the system property %s is set".formatted(DISABLED), "remove it, or use the backend 'java'");
        }
        return Loaded.STATE;
    }

    /** Initialised at the first use, by one thread. */
    private static final class Loaded {
        static final Availability STATE = load();
    }

    private static Availability load() {
        try {
            openblas_full.openblas_set_num_threads(1);
            String fault = selfTest();
            if (!fault.isEmpty()) {
                return new Availability.Unusable(fault, "use the backend 'java' and report the processor's model");
            }
            return new Availability.Ready(description(), Processor.name());
        } catch (LinkageError | RuntimeException e) {
            // JavaCPP wraps failures of extraction and linking in either kind
            return new Availability.Unusable("the native library could not be loaded: " + rootCause(e), REMEDY);
        }
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static String description() {
        String[] config = openblas_full.openblas_get_config().getString().split(" ");
        String core = openblas_full.openblas_get_corename().getString();
        String version = config.length > 1 ? config[1] : "of unknown version";
        return "OpenBLAS %s (%s)".formatted(version, core);
    }

    /** Multiplies small integers, for which every rounding is exact; returns what went wrong, or an empty text. */
    private static String selfTest() {
        int n = 19;
        Pointer block = Pointer.calloc(3L * n * n, Double.BYTES);
        try {
            DoublePointer a = new DoublePointer(block);
            DoublePointer b = new DoublePointer(block).position((long) n * n);
            DoublePointer c = new DoublePointer(block).position(2L * n * n);
            for (int i = 0; i < n * n; i++) {
                a.put(i, i % 7 - 3);
                b.put(i, i % 5 - 2);
            }
            Blas.dgemm(false, false, n, n, n, 1, a, n, b, n, 0, c, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double expected = 0;
                    for (int k = 0; k < n; k++) {
                        expected += a.get((long) i * n + k) * b.get((long) k * n + j);
                    }
                    double found = c.get((long) i * n + j);
                    if (found != expected) {
                        return "its product of two small matrices holds %s where %s is right"
                                .formatted(found, expected);
                    }
                }
            }
            return "";
        } finally {
            Pointer.free(block);
        }
    }
}
