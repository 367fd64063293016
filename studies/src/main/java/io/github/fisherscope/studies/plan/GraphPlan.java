package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.GraphSize;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.method.SearchPrices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Which method a study of a network of any layers uses, and what it takes. */
final class GraphPlan {
    /** Rows of a sample with the ten most probable classes told apart. */
    private static final int FEW_ROWS = 11;

    private final StudyConfig config;
    private final GraphSize size;
    private final long inputs;
    private final int outputs;
    private final long limit;

    private GraphPlan(StudyConfig config, GraphSize size, long inputs, int outputs, long limit) {
        this.config = config;
        this.size = size;
        this.inputs = inputs;
        this.outputs = outputs;
        this.limit = limit;
    }

    /**
     * Chooses the method and the route for a network of any layers.
     *
     * @throws io.github.fisherscope.studies.plan.MemoryLimitException if the method asked for does not fit
     * @throws IllegalArgumentException if the study asks for what these networks do not have
     */
    static MethodChoice choose(StudyConfig config, NetworkSource.AnyLayers network, MemoryLimits limits) {
        GraphSize size = new GraphSize(
                network.graph(),
                config.inputs().samples(),
                config.fisher().rowsPerSample(network.outputs()),
                config.execution().config().precision());
        return new GraphPlan(
                        config, size, network.inputs(), network.outputs(), Math.min(limits.host(), limits.device()))
                .choose();
    }

    private MethodChoice choose() {
        requireCovered();
        if (config.matrix() instanceof StudiedMatrix.Hessian) {
            return HessianPlan.choose(config, size, limit);
        }
        if (config.matrix() instanceof StudiedMatrix.Form form) {
            return new GraphFormPlan(config, form, size).choose(limit);
        }
        Method wanted = config.method();
        Method method = wanted == Method.AUTO ? automatic() : wanted;
        requireBuildable(method);
        ProductRoute route = route(method);
        long bytes = bytes(method, route);
        if (bytes > limit) {
            throw new MemoryLimitException(String.format(
                    Locale.ROOT,
                    "the method %s needs %s for P = %d and n = %d rows, and the memory limit allows %s. %s",
                    method.id(),
                    MemorySize.of(bytes),
                    size.parameters(),
                    size.rows(),
                    MemorySize.of(limit),
                    remedy()));
        }
        boolean exact = size.momentFlops() <= Affordable.EXTRAS;
        MethodReason reason = new MethodReason(
                MethodReason.Kind.ofFisher(method.how()), wanted != Method.AUTO, size.parameters(), size.rows(), route);
        return new MethodChoice(
                method,
                route,
                reason,
                new MethodChoice.Price(bytes, flops(method, route), flops(method, route)),
                new MethodChoice.Extent(
                        exact || method.direct()
                                ? MethodChoice.SecondMoment.TILES
                                : MethodChoice.SecondMoment.ESTIMATED,
                        true,
                        layerFlops(method, route) <= Affordable.EXTRAS),
                table(method, route, bytes, exact));
    }

    private void requireCovered() {
        boolean covered = config.matrix() instanceof StudiedMatrix.Whole
                || config.matrix() instanceof StudiedMatrix.Form
                || config.matrix() instanceof StudiedMatrix.Hessian;
        if (!covered) {
            String normalization = config.matrix().normalization();
            throw InvalidArgumentException.of(
                    normalization == null ? "matrix" : "normalization",
                    normalization == null ? config.matrix().id() : normalization,
                    "it is known for fully connected networks only, and this network has other layers",
                    "leave it out; the result has the blocks of all parameter tensors beside the whole matrix");
        }
        if (config.options().trainingSteps() > 0) {
            throw InvalidArgumentException.of(
                    "trainingSteps",
                    config.options().trainingSteps(),
                    "training is known for fully connected networks only",
                    "leave it out");
        }
    }

    private void requireBuildable(Method method) {
        long rows = rows(method);
        if (method.direct() && rows > FisherRoutes.LARGEST_BUILT) {
            throw InvalidArgumentException.of(
                    "method",
                    method.id(),
                    "it would need a matrix of " + rows + " rows and is limited to " + FisherRoutes.LARGEST_BUILT,
                    "use the method lanczos");
        }
    }

    /** Returns the rows of the matrix that a method takes. */
    private long rows(Method method) {
        return switch (method.how().takes()) {
            case FISHER_ENTRIES -> size.parameters();
            case DUAL_ENTRIES -> size.rows();
            case PRODUCTS -> Math.min(size.parameters(), size.rows());
        };
    }

    /** All eigenvalues by the method with the fewest rows, where they cost less than a density would; otherwise that. */
    private Method automatic() {
        double density = flops(Method.QUADRATURE, route(Method.QUADRATURE));
        return Method.known().stream()
                .filter(method -> method.direct()
                        && rows(method) <= FisherRoutes.LARGEST_BUILT
                        && flops(method, ProductRoute.NETWORK) <= Math.max(Affordable.SEARCH, density)
                        && bytes(method, ProductRoute.NETWORK) <= limit)
                .min(Comparator.comparingLong(this::rows)
                        .thenComparing(
                                method -> price(method, ProductRoute.NETWORK).eigenvalues()))
                .orElse(Method.QUADRATURE);
    }

    private SearchPrices prices(FisherPrice price) {
        double fewer = (double) Math.min(size.parameters(), size.rows());
        double largest = 40 + 3.0 * Math.max(config.options().top(), outputs);
        return SearchPrices.of(price, price.preparation(), Math.min(largest, fewer));
    }

    private double products(Method method) {
        return method.how().products(prices(size.products()), config.options());
    }

    /** A dual matrix of few rows is built where that costs less than multiplying through the network each time. */
    private ProductRoute route(Method method) {
        boolean possible = method.iterative()
                && !size.onParameters()
                && size.rows() <= FisherRoutes.LARGEST_BUILT
                && bytes(method, ProductRoute.MATRIX) <= limit;
        return possible && flops(method, ProductRoute.MATRIX) < flops(method, ProductRoute.NETWORK)
                ? ProductRoute.MATRIX
                : ProductRoute.NETWORK;
    }

    private FisherPrice price(Method method, ProductRoute route) {
        return switch (method.how().takes()) {
            case FISHER_ENTRIES -> size.entriesOfFisher();
            case DUAL_ENTRIES -> size.dualEntries();
            case PRODUCTS -> route == ProductRoute.MATRIX ? size.dualEntries() : size.products();
        };
    }

    private double flops(Method method, ProductRoute route) {
        return method.how().flops(prices(price(method, route)), config.options());
    }

    /** Blocks come with the dual matrix where that is built; otherwise they take a pass of their own, or products. */
    private double layerFlops(Method method, ProductRoute route) {
        double tensors = size.graph().tensors().size();
        double rows = (double) Math.min(size.rows(), size.parameters());
        boolean built = MethodChoice.buildsDual(method, route);
        return rows <= FisherRoutes.LARGEST_BUILT / 8
                ? (built ? 0 : size.momentFlops()) + tensors * 4 * rows * rows * rows
                : tensors * 20 * outputs * size.products().product();
    }

    private long bytes(Method method, ProductRoute route) {
        long n = Math.min(size.parameters(), size.rows());
        double least = (double) n * (method.iterative() ? 3.0 * products(Method.LANCZOS) : 2);
        double vectors = 8.0 * Math.max(least, method.how().vectors(n, outputs, config.options()));
        double parameters = 8.0 * (size.parameters() <= Affordable.LARGEST_VECTOR ? 6 : 3) * size.parameters();
        double data = 8.0 * size.samples() * inputs;
        double live = MemoryPlan.HEAP_PER_LIVE * (vectors + parameters + data);
        return (long) Math.min(
                0x1p62, MemoryPlan.RUNTIME + live + price(method, route).bytes());
    }

    /** Returns which coarser average over labels fits where the exact one has too many rows; empty if none does. */
    private String fewerRows() {
        boolean many = config.fisher() instanceof FisherRequest.Exact
                && config.likelihood().kind() == LikelihoodKind.CATEGORICAL
                && outputs > FEW_ROWS;
        if (!many) {
            return "";
        }
        GraphPlan drawn = new GraphPlan(config, size.withRows(1), inputs, outputs, limit);
        if (drawn.bytes(Method.DUAL, ProductRoute.NETWORK) > limit) {
            return "";
        }
        GraphPlan top = new GraphPlan(config, size.withRows(FEW_ROWS), inputs, outputs, limit);
        long bytes = drawn.bytes(Method.DUAL, ProductRoute.NETWORK);
        return "Use the label expectation monte-carlo, which needs " + MemorySize.of(bytes)
                + (top.bytes(Method.DUAL, ProductRoute.NETWORK) <= limit
                        ? ", or top-classes, the exact average over the most probable of the " + outputs + " classes"
                        : "")
                + "; or use fewer samples";
    }

    private String remedy() {
        String fewer = fewerRows();
        if (!fewer.isEmpty()) {
            return fewer;
        }
        long lanczos = bytes(Method.LANCZOS, ProductRoute.NETWORK);
        return lanczos <= limit
                ? "Use the method lanczos, which needs " + MemorySize.of(lanczos)
                : "Use fewer samples, or raise the memory limit to at least " + MemorySize.of(lanczos)
                        + " (method lanczos)";
    }

    private PlanTable table(Method chosen, ProductRoute route, long bytes, boolean exact) {
        List<PlanTable.MethodRow> methods = new ArrayList<>();
        for (Method method : Method.known()) {
            ProductRoute best = method == chosen ? route : route(method);
            methods.add(new PlanTable.MethodRow(method, method == chosen, flops(method, best), bytes(method, best)));
        }
        List<PlanTable.RouteRow> routes = new ArrayList<>();
        for (ProductRoute r : size.onParameters()
                ? List.of(ProductRoute.NETWORK)
                : List.of(ProductRoute.NETWORK, ProductRoute.MATRIX)) {
            FisherPrice price = price(chosen, r);
            routes.add(new PlanTable.RouteRow(
                    r, r == route, price.product(), price.preparation(), flops(chosen, r), bytes(chosen, r)));
        }
        double matrices = price(chosen, route).bytes();
        return new PlanTable.OfMethods(
                size.parameters(),
                size.rows(),
                size.products().product(),
                methods,
                chosen.direct() ? null : new PlanTable.Routes(products(chosen), exact, routes),
                new PlanTable.MemoryShares(
                        bytes, (long) matrices, (long) (bytes - matrices - MemoryPlan.RUNTIME), MemoryPlan.RUNTIME));
    }
}
