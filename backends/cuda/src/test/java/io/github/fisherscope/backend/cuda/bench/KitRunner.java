package io.github.fisherscope.backend.cuda.bench;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the contract kit without Maven: {@code KitRunner BACKEND OUT.json}. Exit code 1 if a test failed, was skipped or
 * none ran; 4 if the backend cannot run here.
 */
final class KitRunner {
    private KitRunner() {}

    public static void main(String[] arguments) throws IOException {
        String backend = arguments[0];
        try {
            Backends.onClassPath().open(backend, BackendConfig.defaults()).close();
        } catch (io.github.fisherscope.core.backend.BackendUnavailableException e) {
            System.err.println("gpu-bench: " + e.getMessage());
            System.exit(4);
        }
        System.setProperty("require.backend", backend);
        List<DiscoverySelector> classes = new ArrayList<>(List.of(selectClass(NamedBackendKit.class)));
        if (backend.equals("cuda")) {
            classes.add(selectClass("io.github.fisherscope.backend.cuda.internal.CudaDeviceTest"));
        }
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(classes)
                                .build(),
                        listener);
        TestExecutionSummary summary = listener.getSummary();
        Files.writeString(Path.of(arguments[1]), json(backend, summary));
        summary.getFailures().stream()
                .limit(20)
                .forEach(f ->
                        System.err.println("FAILED " + f.getTestIdentifier().getDisplayName() + ": "
                                + f.getException().getMessage()));
        long ran = summary.getTestsSucceededCount();
        System.out.printf(
                Locale.ROOT, "contract kit on %s: %d of %d passed%n", backend, ran, summary.getTestsFoundCount());
        boolean whole = ran > 0 && ran == summary.getTestsFoundCount() && summary.getTotalFailureCount() == 0;
        System.exit(whole ? 0 : 1);
    }

    private static String json(String backend, TestExecutionSummary summary) {
        return String.format(
                Locale.ROOT,
                "{\"backend\": \"%s\", \"found\": %d, \"passed\": %d, \"failed\": %d, \"skipped\": %d, \"seconds\": %.1f}%n",
                backend,
                summary.getTestsFoundCount(),
                summary.getTestsSucceededCount(),
                summary.getTestsFailedCount(),
                summary.getTestsSkippedCount(),
                (summary.getTimeFinished() - summary.getTimeStarted()) / 1000.0);
    }
}
