package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.gate.Tolerances;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How eigenvalues are found, and of how many networks. */
final class MethodOptions {
    @Option(
            names = "--networks",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Independent random networks; from 2 on the table has standard errors (default ${DEFAULT-VALUE}).")
    private int networks = 1;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "auto",
            description =
                    "All eigenvalues: dual (from the C·T × C·T matrix) or dense (from the P × P matrix). The largest:"
                            + " lanczos or subspace. The largest and a density: quadrature, or kernel-polynomial as a second"
                            + " opinion. Default auto: chosen from sizes and memory; --explain and the result say why.")
    private String method = "auto";

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "How many of the largest eigenvalues iterative methods find (default 10, at least C).")
    private @Nullable Integer top;

    @Option(
            names = "--tolerance",
            paramLabel = "R|P%",
            split = ",",
            description = "A number: the relative residual at which an eigenvalue counts as converged (default 1e-8). A"
                    + " percentage: the difference allowed from --baseline, of all statistics or of one, as in"
                    + " 5%%,largest=1%%.")
    private @Nullable List<String> tolerance;

    @Option(names = "--probes", paramLabel = "N", description = "Random vectors of a density (default 10).")
    private @Nullable Integer probes;

    @Option(names = "--steps", paramLabel = "N", description = "Products per random vector (default 80).")
    private @Nullable Integer steps;

    @Option(
            names = "--training-steps",
            paramLabel = "N",
            description =
                    "Also train the first network, N steps of gradient descent at each of 13 rates around 2/λ_max, and"
                            + " draw the loss against the rate (default: no training; 50 steps show the bound).")
    private @Nullable Integer trainingSteps;

    @Option(
            names = "--eigenvectors",
            paramLabel = "K",
            description = "Also write the eigenvectors of the first network's K largest eigenvalues, P numbers each, to"
                    + " eigenvectors.npy; the result has their residuals (default: none).")
    private @Nullable Integer eigenvectors;

    @Option(names = "--explain", description = "Print what each method would cost and which would be used; then stop.")
    private boolean explain;

    int networks() {
        return networks;
    }

    boolean explain() {
        return explain;
    }

    /** Returns the differences that are allowed from a baseline, as they were written. */
    List<String> tolerances() {
        return tolerance == null
                ? List.of()
                : tolerance.stream().filter(Tolerances::isTolerance).toList();
    }

    /** Returns the relative residual asked for, or null. */
    private @Nullable Double residual() {
        List<String> plain = tolerance == null
                ? List.of()
                : tolerance.stream().filter(t -> !Tolerances.isTolerance(t)).toList();
        if (plain.isEmpty()) {
            return null;
        }
        if (plain.size() > 1) {
            throw new IllegalArgumentException("--tolerance %s has two residuals; give one"
                    .formatted(String.join(",", Objects.requireNonNull(tolerance))));
        }
        try {
            return Double.valueOf(plain.get(0));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "--tolerance %s is neither a number, as in 1e-8, nor a percentage, as in 5%% or largest=1%%"
                            .formatted(plain.get(0)),
                    e);
        }
    }

    /** Returns the method; refuses options that it would ignore. */
    Method method() {
        Double residual = residual();
        Method parsed = Method.parse(method);
        boolean direct = parsed.direct();
        if (direct && (top != null || residual != null)) {
            throw new IllegalArgumentException(
                    "--top and --tolerance are for iterative methods, but --method %s finds all eigenvalues; leave them out"
                            .formatted(method));
        }
        if (parsed != Method.AUTO && !parsed.density() && (probes != null || steps != null)) {
            throw new IllegalArgumentException(
                    "--probes and --steps are for quadrature and kernel-polynomial, but --method is %s; leave them out"
                            .formatted(method));
        }
        return parsed;
    }

    /** Refuses accuracy options where all eigenvalues are found directly. */
    void requireDirect(String what) {
        if (top != null || residual() != null || probes != null || steps != null) {
            throw new IllegalArgumentException(
                    "--top, --tolerance, --probes and --steps are for iterative methods, but %s finds all eigenvalues directly; leave them out"
                            .formatted(what));
        }
    }

    /** Refuses training where the Fisher matrix measured is not the Hessian of the squared error. */
    void checkTraining(StudyConfig config) {
        boolean squared = config.likelihood() instanceof Likelihood.Gaussian gaussian
                && gaussian.variance() == 1
                && config.fisher() instanceof FisherRequest.Exact exact
                && exact.outputActivation() instanceof Activation.Identity
                && config.matrix() instanceof StudiedMatrix.Whole;
        if (trainingSteps != null && !squared) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "--training-steps %d trains on the squared error, whose Hessian is the whole Fisher matrix of the Gaussian likelihood with exact labels; leave it out or leave out --likelihood, --label-expectation, --form, --normalization and --matrix",
                    trainingSteps));
        }
    }

    boolean wantsEigenvectors() {
        return eigenvectors != null;
    }

    SpectrumOptions options() {
        SpectrumOptions options = SpectrumOptions.defaults();
        Double residual = residual();
        if (top != null) {
            options = options.withTop(top);
        }
        if (residual != null) {
            options = options.withTolerance(residual);
        }
        if (probes != null) {
            options = options.withProbes(probes);
        }
        if (steps != null) {
            options = options.withSteps(steps);
        }
        if (eigenvectors != null) {
            options = options.withEigenvectors(Args.requireInRange("eigenvectors", eigenvectors, 1, 10_000));
        }
        return trainingSteps == null ? options : options.withTrainingSteps(trainingSteps);
    }
}
