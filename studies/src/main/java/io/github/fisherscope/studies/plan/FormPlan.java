package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;

/** Plans the measurement of a matrix that is not the whole Fisher matrix: all its eigenvalues, or a refusal. */
final class FormPlan {
    private final StudyConfig config;
    private final ProblemSize size;
    private final FisherPrice price;

    private FormPlan(StudyConfig config) {
        this.config = config;
        this.size = ProblemSize.of(
                config.network().layout(),
                config.inputs().samples(),
                config.fisher().rowsPerSample(config.network().spec().outputs()),
                config.execution().config().precision());
        this.price = config.matrix().price(size);
    }

    /**
     * Plans the measurement of a form or a metric of a fully connected network.
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
        long bytes = (long) Math.min(0x1p62, MemoryPlan.RUNTIME + 8 * keptNumbers() + price.bytes());
        long limit = Math.min(limits.host(), limits.device());
        if (bytes > limit) {
            throw new MemoryLimitException("%s needs %s and %s %s; use fewer samples or narrower layers, or"
                            .formatted(
                                    asked,
                                    MemorySize.of(bytes),
                                    limit < limits.host() ? "the device has" : "the memory limit allows",
                                    MemorySize.of(limit))
                    + " the form diagonal, which needs least, or the whole matrix with the method lanczos");
        }
        MethodReason reason = new MethodReason(
                config.matrix() instanceof StudiedMatrix.Form
                        ? MethodReason.Kind.DIRECT_BY_BLOCKS
                        : MethodReason.Kind.DIRECT,
                false,
                size.parameters(),
                size.rows(),
                ProductRoute.NETWORK);
        return new MethodChoice(
                Method.DUAL,
                ProductRoute.NETWORK,
                reason,
                new MethodChoice.Price(bytes, price.eigenvalues(), price.eigenvalues()),
                new MethodChoice.Extent(MethodChoice.SecondMoment.TILES, true, true),
                new PlanTable.OfOneMatrix(
                        asked, (double) size.parameters(), (double) size.rows(), reason, price.eigenvalues(), bytes));
    }

    /** Returns the numbers that stay beside the matrix: weights, signals, and vectors of parameters. */
    private double keptNumbers() {
        double parameters = (double) size.parameters();
        double units = (double) size.units() + size.layout().layer(1).inputs();
        return parameters + 2 * (double) size.samples() * units + 4 * parameters;
    }
}
