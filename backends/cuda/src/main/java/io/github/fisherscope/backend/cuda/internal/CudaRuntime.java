package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Search;
import io.github.fisherscope.backend.cuda.internal.CudaLibraries.Toolkit;
import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
        return start((Search.Found) search);
    }

    private static State start(Search.Found found) {
        try {
            CudaDriver driver = CudaDriver.start(realPath(found.driver()));
            Toolkit toolkit = newest(found.toolkits(), driver.version());
            if (toolkit == null) {
                return tooOld(found.toolkits(), driver);
            }
            bind(toolkit);
            CudaSession session = new CudaSession(NativeDevice.open(driver));
            String fault = SelfTest.run(session);
            if (!fault.isEmpty()) {
                return State.unusable(fault, "report the GPU and the driver, " + OTHERWISE);
            }
            DeviceFacts facts = session.facts();
            return new State(new Availability.Ready(facts.libraries(), facts.description()), session);
        } catch (CudaCallException | BackendUnavailableException e) {
            return State.unusable(
                    "the GPU does not answer: " + e.getMessage(),
                    "look at nvidia-smi: the driver must run and a GPU be visible (CUDA_VISIBLE_DEVICES), "
                            + OTHERWISE);
        } catch (LinkageError | RuntimeException | IOException e) {
            // JNA reports what it cannot unpack, open or find in any of these
            return State.unusable(
                    "the CUDA libraries could not be loaded: " + rootCause(e),
                    "name the folder of complete CUDA 12 or 13 libraries in %s and let the folder for temporary files"
                                    .formatted(CudaLibraries.VARIABLE)
                            + " (or the one that -Djna.tmpdir names) be writable and executable, " + OTHERWISE);
        } catch (OutOfMemoryError e) {
            return State.unusable(
                    "the GPU has no memory left for a start: " + e.getMessage(),
                    "end other programs that use it (nvidia-smi lists them), " + OTHERWISE);
        }
    }

    /** Returns the first release that the driver runs. */
    static @Nullable Toolkit newest(List<Toolkit> toolkits, int driverVersion) {
        return toolkits.stream()
                .filter(toolkit -> toolkit.release().runsOn(driverVersion))
                .findFirst()
                .orElse(null);
    }

    private static State tooOld(List<Toolkit> toolkits, CudaDriver driver) {
        CudaRelease oldest = toolkits.get(toolkits.size() - 1).release();
        return State.unusable(
                "the driver runs programs up to CUDA %s, and only %s was found (%s)"
                        .formatted(
                                driver.versionText(),
                                oldest,
                                toolkits.get(toolkits.size() - 1).library("libcublas.so")),
                String.format(
                        Locale.ROOT,
                        "install the driver in version %d or newer%s, %s",
                        oldest.driver(),
                        oldest == CudaRelease.CUDA_13 ? ", or CUDA 12 (" + CudaRelease.CUDA_12.wheels() + ")" : "",
                        OTHERWISE));
    }

    /** Opens all libraries in order, so that each finds those that it needs, and ties the calls to theirs. */
    private static void bind(Toolkit toolkit) throws IOException {
        for (Path library : toolkit.libraries()) {
            NativeCalls.open(realPath(library));
        }
        NativeCalls.bind(BlasCalls.class, realPath(toolkit.library("libcublas.so")));
        NativeCalls.bind(SolverCalls.class, realPath(toolkit.library("libcusolver.so")));
        NativeCalls.bind(CompilerCalls.class, realPath(toolkit.library("libnvrtc.so")));
    }

    private static String realPath(Path library) throws IOException {
        return library.toRealPath().toString();
    }

    private static String rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }
}
