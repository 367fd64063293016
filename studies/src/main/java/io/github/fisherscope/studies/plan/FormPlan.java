package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Locale;

/** Plans the measurement of a matrix that is not the whole Fisher matrix: all its eigenvalues, or a refusal. */
final class FormPlan {
    private final StudyConfig config;
    private final NetworkSpec spec;
    private final ParameterLayout layout;
    private final double parameters;
    private final double samples;
    private final double rows;
    private final double units;

    private FormPlan(StudyConfig config) {
        this.config = config;
        this.spec = config.network().spec();
        this.layout = config.network().layout();
        this.parameters = layout.parameters();
        this.samples = config.inputs().samples();
        this.rows = samples * config.fisher().rowsPerSample(spec.outputs());
        this.units = spec.widths().stream().mapToDouble(Integer::doubleValue).sum();
    }

    /**
     * Plans.
     *
     * @throws IllegalArgumentException if a method was asked for
     * @throws MemoryLimitException if it would not fit
     */
    static MethodChoice choose(StudyConfig config, MemoryLimits limits) {
        return new FormPlan(config).choose(limits);
    }

    private MethodChoice choose(MemoryLimits limits) {
        String asked = "form " + config.matrix().form();
        if (config.matrix() instanceof StudiedMatrix.Metric) {
            asked = "matrix " + config.matrix().id();
        } else if (config.matrix().normalization() != null) {
            asked = "normalization " + config.matrix().normalization();
        }
        Args.requireThat(
                config.method() == Method.AUTO,
                "method",
                config.method().id(),
                "it is for the whole matrix, and " + asked + " finds all eigenvalues directly",
                "leave it at auto");
        long bytes = (long) Math.min(0x1p62, MemoryPlan.RUNTIME + 8 * numbers());
        long limit = Math.min(limits.host(), limits.device());
        if (bytes > limit) {
            throw new MemoryLimitException("%s needs %s and %s %s; use fewer samples or narrower layers, or"
                            .formatted(
                                    asked,
                                    MethodChoice.size(bytes),
                                    limit < limits.host() ? "the device has" : "the memory limit allows",
                                    MethodChoice.size(limit))
                    + " the form diagonal, which needs least, or the whole matrix with the method lanczos");
        }
        String reason = "a direct eigensolver finds all eigenvalues of this matrix"
                + (config.matrix() instanceof StudiedMatrix.Form ? ", part by part where it has blocks" : "");
        String explanation = String.format(
                Locale.ROOT,
                "%s: P = %.0f, rows C·T = %.0f; %s; %.3g Gflop, %s%n",
                asked,
                parameters,
                rows,
                reason,
                flops() * 1e-9,
                MethodChoice.size(bytes));
        return new MethodChoice(
                Method.DUAL,
                ProductRoute.NETWORK,
                reason,
                bytes,
                flops(),
                flops(),
                MethodChoice.SecondMoment.TILES,
                true,
                true,
                explanation);
    }

    private double cube(double n) {
        return 4.0 / 3 * n * n * n;
    }

    /** Returns the work of the eigensolvers and of the products before them. */
    private double flops() {
        double products = rows * rows * units;
        if (!(config.matrix() instanceof StudiedMatrix.Form form)) {
            return products + rows * rows * (spec.outputs() + 2) + cube(rows);
        }
        double sum = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            double width = spec.width(l);
            double fanIn = layout.layer(l).extendedInputs();
            sum += switch (form.kind()) {
                case LAYERS -> rows * rows * width + cube(Math.min(rows, width * fanIn));
                case UNITS -> width * (samples * samples + cube(Math.min(samples, fanIn)));
                case KRONECKER, EIGEN_KRONECKER ->
                    2 * rows * width * width
                            + 2 * samples * fanIn * fanIn
                            + 9 * (Math.pow(width, 3) + Math.pow(fanIn, 3));
                case BLOCK_TRIDIAGONAL -> rows * rows * width + 9 * Math.pow(rows, 3);
                default -> 2 * samples * width * fanIn;
            };
        }
        boolean joint = form.kind() == FisherForm.BLOCK_TRIDIAGONAL;
        return sum + (joint ? 9 * Math.pow(rows * spec.depth(), 3) : 0);
    }

    /** Returns the planned peak in numbers of eight bytes. */
    private double numbers() {
        double kept = parameters + 2 * samples * units + 4 * parameters;
        double sensitivities = rows * units;
        if (!(config.matrix() instanceof StudiedMatrix.Form form)) {
            return kept + sensitivities + 3 * rows * rows;
        }
        return kept
                + switch (form.kind()) {
                    case LAYERS -> sensitivities + 2 * rows * rows;
                    case UNITS -> sensitivities + parameters;
                    case KRONECKER, EIGEN_KRONECKER -> sensitivities + 4 * factors() + 2 * parameters;
                    case BLOCK_TRIDIAGONAL -> sensitivities + 3 * Math.pow(rows * spec.depth(), 2);
                    default -> 0;
                };
    }

    private double factors() {
        double sum = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            sum += Math.pow(spec.width(l), 2) + Math.pow(layout.layer(l).extendedInputs(), 2);
        }
        return sum;
    }
}
