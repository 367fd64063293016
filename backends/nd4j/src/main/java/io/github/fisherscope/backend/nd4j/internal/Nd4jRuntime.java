package io.github.fisherscope.backend.nd4j.internal;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.internal.shared.Processor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/** The ND4J runtime found on the class path: started once per process and tested with a small product. */
final class Nd4jRuntime {
    /** Setting this system property to {@code true} keeps ND4J from being started. */
    static final String DISABLED = "fisherscope.nd4j.disabled";

    private static final String POM = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
    private static final String REMEDY = "put nd4j-native and its jar for this platform on the class path, both of"
            + " the version of nd4j-api, with javacpp and openblas of the versions that Fisherscope uses, and let the"
            + " directory named by org.bytedeco.javacpp.cachedir (default ~/.javacpp/cache) be writable; or use the"
            + " backend 'java' or 'openblas'";

    private Nd4jRuntime() {}

    static Availability availability() {
        if (Boolean.getBoolean(DISABLED)) {
            return new Availability.Unusable(
                    "the system property %s is set".formatted(DISABLED), "remove it, or use the backend 'java'");
        }
        return Started.STATE;
    }

    /** Returns whether arrays live in the processor's memory; only after {@link #availability()} was Ready. */
    static boolean onProcessor() {
        return Nd4j.getEnvironment().isCPU();
    }

    /** Initialised at the first use, by one thread. */
    private static final class Started {
        static final Availability STATE = start();
    }

    private static Availability start() {
        try {
            Nd4jBackend backend = Nd4j.getBackend();
            if (backend == null) { // ND4J hands out null when it could not start
                return new Availability.Unusable("ND4J did not start; " + found(), REMEDY);
            }
            if (onProcessor()) {
                // ND4J shares the OpenBLAS of the process: one thread per call keeps results free of thread counts
                Nd4j.getNDArrayFactory().blas().setMaxThreads(1);
            }
            String fault = selfTest();
            if (!fault.isEmpty()) {
                return new Availability.Unusable(fault, "use the backend 'java' and report the device and driver");
            }
            String library =
                    "ND4J %s (%s)".formatted(version(), backend.getClass().getSimpleName());
            return new Availability.Ready(library, device());
        } catch (LinkageError | RuntimeException e) {
            // a missing runtime, driver or native library; ND4J wraps each in either kind, at times with no message
            return new Availability.Unusable("ND4J did not start: %s; %s".formatted(rootCause(e), found()), REMEDY);
        }
    }

    /** Returns what the class path offers to ND4J, in words. */
    private static String found() {
        List<String> names = new ArrayList<>();
        try {
            for (ServiceLoader.Provider<Nd4jBackend> provider :
                    ServiceLoader.load(Nd4jBackend.class).stream().toList()) {
                names.add(provider.type().getSimpleName());
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            return "its backends on the class path cannot be listed (%s)".formatted(rootCause(e));
        }
        return names.isEmpty()
                ? "no ND4J backend is on the class path"
                : "found the ND4J backends %s on %s".formatted(names, Processor.name());
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    private static String version() {
        try (InputStream in = Nd4j.class.getResourceAsStream(POM)) {
            if (in != null) {
                Properties properties = new Properties();
                properties.load(in);
                return properties.getProperty("version", "of unknown version");
            }
        } catch (IOException e) {
            return "of unreadable version";
        }
        return "of unknown version";
    }

    private static String device() {
        if (onProcessor()) {
            return Processor.name();
        }
        Object devices = Nd4j.getExecutioner().getEnvironmentInformation().get("cuda.devicesInformation");
        return devices == null ? "an accelerator that ND4J does not describe" : devices.toString();
    }

    /** Multiplies small integers, for which every rounding is exact; returns what went wrong, or an empty text. */
    private static String selfTest() {
        int n = 19;
        try (Temporaries temporaries = new Temporaries()) {
            INDArray a = temporaries.keep(Nd4j.create(DataType.DOUBLE, n, n));
            INDArray b = temporaries.keep(Nd4j.create(DataType.DOUBLE, n, n));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    a.putScalar(i, j, (i * n + j) % 7 - 3);
                    b.putScalar(i, j, (i * n + j) % 5 - 2);
                }
            }
            INDArray c = temporaries.keep(a.mmul(b));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double expected = 0;
                    for (int k = 0; k < n; k++) {
                        expected += a.getDouble(i, k) * b.getDouble(k, j);
                    }
                    if (c.getDouble(i, j) != expected) {
                        return "its product of two small matrices holds %s where %s is right"
                                .formatted(c.getDouble(i, j), expected);
                    }
                }
            }
            return "";
        }
    }
}
