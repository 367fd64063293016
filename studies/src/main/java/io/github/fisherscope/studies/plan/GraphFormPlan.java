package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.GraphSize;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.function.ToDoubleFunction;

/** Plans the measurement of a form of the Fisher matrix of a network of any layers: all its eigenvalues, or a refusal. */
final class GraphFormPlan {
    private final StudyConfig config;
    private final StudiedMatrix.Form form;
    private final GraphSize size;

    GraphFormPlan(StudyConfig config, StudiedMatrix.Form form, GraphSize size) {
        this.config = config;
        this.form = form;
        this.size = size;
    }

    /**
     * Plans the measurement of a form of a network of any layers.
     *
     * @throws IllegalArgumentException if a method was asked for, or the form has no meaning here
     * @throws MemoryLimitException if it would not fit
     */
    MethodChoice choose(long limit) {
        String asked = "form " + form.form();
        if (form.kind() == FisherForm.BLOCK_TRIDIAGONAL) {
            throw InvalidArgumentException.of(
                    "form",
                    form.form(),
                    "it needs layers in one line, each with weights of its own, and this network has other layers",
                    "use the form layers or kronecker");
        }
        Args.requireThat(
                config.method() == Method.AUTO,
                "method",
                config.method().id(),
                "it is for the whole matrix, and " + asked + " finds all eigenvalues directly",
                "leave it at auto");
        double vectors = 8.0 * 8 * size.parameters();
        long bytes = (long) Math.min(
                0x1p62,
                MemoryPlan.RUNTIME
                        + size.batchBytes()
                        + vectors
                        + numbers() * size.precision().bytes());
        if (bytes > limit) {
            throw new MemoryLimitException(
                    "%s needs %s and the memory limit allows %s; use fewer samples, the form diagonal,"
                                    .formatted(asked, MemorySize.of(bytes), MemorySize.of(limit))
                            + " or the whole matrix with the method lanczos");
        }
        double flops = flops();
        MethodReason reason = new MethodReason(
                MethodReason.Kind.DIRECT_BY_BLOCKS, false, size.parameters(), size.rows(), ProductRoute.NETWORK);
        return new MethodChoice(
                Method.DUAL,
                ProductRoute.NETWORK,
                reason,
                new MethodChoice.Price(bytes, flops, flops),
                new MethodChoice.Extent(MethodChoice.SecondMoment.TILES, true, true),
                new PlanTable.OfOneMatrix(
                        asked, (double) size.parameters(), (double) size.rows(), reason, flops, bytes));
    }

    private double sum(ToDoubleFunction<ParameterTensor> term) {
        return size.graph().tensors().stream().mapToDouble(term).sum();
    }

    private static double outputs(ParameterTensor tensor) {
        return tensor.shape().dimensions().get(0);
    }

    private static double fanIn(ParameterTensor tensor) {
        return tensor.shape().size() / outputs(tensor);
    }

    private double numbers() {
        double n = (double) size.rows();
        return switch (form.kind()) {
            case LAYERS -> 3 * sum(t -> Math.pow(Math.min(n, t.shape().size()), 2));
            case UNITS -> 2 * sum(t -> outputs(t) * fanIn(t) * Math.min(n, fanIn(t))) + n * size.parameters();
            case KRONECKER, EIGEN_KRONECKER ->
                4 * sum(t -> outputs(t) * outputs(t) + fanIn(t) * fanIn(t)) + 2.0 * size.parameters();
            case DIAGONAL, DENSE, IMPLICIT, DUAL, BLOCK_TRIDIAGONAL -> size.parameters();
        };
    }

    private double flops() {
        double n = (double) size.rows();
        double solve = FisherPrice.EIGENPROBLEM;
        return size.momentFlops()
                + switch (form.kind()) {
                    case LAYERS ->
                        solve * sum(t -> Math.pow(Math.min(n, t.shape().size()), 3));
                    case UNITS ->
                        sum(t -> outputs(t) * (n * fanIn(t) * fanIn(t) + solve * Math.pow(Math.min(n, fanIn(t)), 3)));
                    case KRONECKER -> 9 * sum(t -> Math.pow(outputs(t), 3) + Math.pow(fanIn(t), 3));
                    case EIGEN_KRONECKER ->
                        sum(t -> 9 * (Math.pow(outputs(t), 3) + Math.pow(fanIn(t), 3))
                                + 2 * n * t.shape().size() * (outputs(t) + fanIn(t)));
                    case DIAGONAL, DENSE, IMPLICIT, DUAL, BLOCK_TRIDIAGONAL -> 0;
                };
    }
}
