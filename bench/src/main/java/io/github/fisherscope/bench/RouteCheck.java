package io.github.fisherscope.bench;

import io.github.fisherscope.studies.plan.RouteCost;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The cost model's choice among the ways to multiply, held against what they took.
 *
 * @param products how many products are wanted
 * @param chosen the route that the model takes
 * @param chosenSeconds what it takes by measurement, preparation included
 * @param fastest the route that measurement finds
 * @param fastestSeconds what that one takes
 */
public record RouteCheck(int products, String chosen, double chosenSeconds, String fastest, double fastestSeconds) {
    /** Measured: before the first product, and each one of a block of ten. */
    record Seconds(double preparation, double product) {
        double of(double products) {
            return preparation + products * product;
        }
    }

    public RouteCheck {
        Objects.requireNonNull(chosen, "chosen");
        Objects.requireNonNull(fastest, "fastest");
    }

    /**
     * Compares.
     *
     * @param measured by route, for every route of {@code costs}
     */
    static RouteCheck of(int products, List<RouteCost> costs, Map<String, Seconds> measured) {
        String chosen = costs.stream()
                .min(Comparator.comparingDouble(c -> c.of(products)))
                .orElseThrow()
                .route();
        Map.Entry<String, Seconds> fastest = measured.entrySet().stream()
                .min(Comparator.comparingDouble(e -> e.getValue().of(products)))
                .orElseThrow();
        Seconds taken = Objects.requireNonNull(measured.get(chosen), chosen);
        return new RouteCheck(
                products,
                chosen,
                taken.of(products),
                fastest.getKey(),
                fastest.getValue().of(products));
    }

    /** Returns by how much the chosen route takes longer than the fastest, as a share of the latter. */
    public double loss() {
        return chosenSeconds / fastestSeconds - 1;
    }
}
