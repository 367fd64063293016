package io.github.fisherscope.studies.plan;

import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import java.util.ArrayList;
import java.util.List;

/** Makes the table of what every method would cost beside the chosen one. */
final class MethodTable {
    private final CostModel cost;
    private final SpectrumOptions options;
    private final boolean moments;
    private final long limit;

    /**
     * @param moments whether the exact second moment is wanted too
     * @param limit bytes of the host's memory allowed
     */
    MethodTable(CostModel cost, SpectrumOptions options, boolean moments, long limit) {
        this.cost = cost;
        this.options = options;
        this.moments = moments;
        this.limit = limit;
    }

    PlanTable of(Method chosen, ProductRoute route, MemoryPlan.Parts parts) {
        List<PlanTable.MethodRow> methods = new ArrayList<>();
        for (Method method : Method.known()) {
            ProductRoute best = method == chosen ? route : cost.route(method, options, moments, limit);
            methods.add(new PlanTable.MethodRow(
                    method, method == chosen, cost.flops(method, best, options), cost.bytes(method, best, options)));
        }
        return new PlanTable.OfMethods(
                cost.parameters(),
                cost.rows(),
                cost.product(),
                methods,
                chosen.direct() ? null : routes(chosen, route),
                parts.shares());
    }

    private PlanTable.Routes routes(Method method, ProductRoute chosen) {
        List<PlanTable.RouteRow> rows = new ArrayList<>();
        for (ProductRoute route : ProductRoute.values()) {
            if (cost.onParameters() && (route == ProductRoute.SENSITIVITIES || route == ProductRoute.MATRIX)) {
                continue; // these are of the dual matrix, which has more rows here
            }
            rows.add(new PlanTable.RouteRow(
                    route,
                    route == chosen,
                    cost.product(route),
                    cost.preparation(route),
                    cost.flops(method, route, options, moments),
                    cost.bytes(method, route, options)));
        }
        return new PlanTable.Routes(cost.products(method, options), moments, rows);
    }
}
