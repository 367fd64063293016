package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Search;
import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;

/** The GPU of this machine: looked for and started once per process, and tested before anything relies on it. */
final class CudaRuntime {
    /** Setting this system property to {@code true} keeps CUDA from being looked for. */
    static final String DISABLED = "fisherscope.cuda.disabled";

    private static final String OTHERWISE = "or use the backend openblas";

    private CudaRuntime() {}

    static Availability availability() {
        if (Boolean.getBoolean(DISABLED)) {
            return new Availability.Unusable(
                    "the system property %s is set".formatted(DISABLED), "remove it, " + OTHERWISE);
        }
        return Started.STATE.availability();
    }

    /**
     * Returns the one queue of the device.
     *
     * @param name of the backend that asks
     * @throws BackendUnavailableException if there is none
     */
    static CudaSession session(String name) {
        if (availability() instanceof Availability.Unusable unusable) {
            throw new BackendUnavailableException(
                    "backend '%s' cannot run here: %s; %s".formatted(name, unusable.reason(), unusable.remedy()));
        }
        return Objects.requireNonNull(Started.STATE.session(), "a usable GPU has a session");
    }

    /** Initialised at the first use, by one thread. */
    private static final class Started {
        static final State STATE = start();
    }

    /** What the start came to; there is a session exactly if the GPU is usable. */
    private record State(
            Availability availability, @Nullable CudaSession session) {
        static State unusable(String reason, String remedy) {
            return new State(new Availability.Unusable(reason, remedy), null);
        }
    }

    private static State start() {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")) {
            return State.unusable("CUDA is looked for on Linux only", "use the backend openblas");
        }
        Search search = new CudaLibraries(System.getenv(), Path.of("/")).find();
        if (search instanceof Search.Missing missing) {
            return State.unusable(missing.reason(), missing.remedy());
        }
        String platform = Loader.getPlatform();
        if (CudaRuntime.class.getResource("/org/bytedeco/cuda/%s/libjnicudart.so".formatted(platform)) == null) {
            return State.unusable(
                    "the jar org.bytedeco:cuda for %s, which calls CUDA's libraries, is not on the class path"
                            .formatted(platform),
                    "build with FISHER_PROFILES=cuda, or mvn -Pcuda, " + OTHERWISE);
        }
        return start(((Search.Found) search).libraries());
    }

    private static State start(Iterable<Path> libraries) {
        try {
            for (Path library : libraries) {
                System.load(library.toRealPath().toString());
            }
            CudaSession session = new CudaSession(JavaCppDevice.open());
            String fault = SelfTest.run(session);
            if (!fault.isEmpty()) {
                return State.unusable(fault, "report the GPU and the driver, " + OTHERWISE);
            }
            DeviceFacts facts = session.facts();
            return new State(new Availability.Ready(facts.libraries(), facts.description()), session);
        } catch (CudaCallException | BackendUnavailableException e) {
            return State.unusable(
                    "the GPU does not answer: " + e.getMessage(),
                    "look at nvidia-smi: the driver must be version 580 or newer and a GPU visible"
                            + " (CUDA_VISIBLE_DEVICES), " + OTHERWISE);
        } catch (LinkageError | RuntimeException | IOException e) {
            // JavaCPP wraps failures of extraction and linking in any of these
            return State.unusable(
                    "the CUDA libraries could not be loaded: " + rootCause(e),
                    "name the folder of complete CUDA 13 libraries in %s and let the directory named by"
                                    .formatted(CudaLibraries.VARIABLE)
                            + " org.bytedeco.javacpp.cachedir (default ~/.javacpp/cache) be writable, " + OTHERWISE);
        } catch (OutOfMemoryError e) {
            return State.unusable(
                    "the GPU has no memory left for a start: " + e.getMessage(),
                    "end other programs that use it (nvidia-smi lists them), " + OTHERWISE);
        }
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
