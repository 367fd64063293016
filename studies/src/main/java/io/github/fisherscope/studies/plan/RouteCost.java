package io.github.fisherscope.studies.plan;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.List;

/**
 * What the cost model expects of one way to multiply by the dual matrix, in operations of matrix products; a product that
 * waits for memory counts as many as take its time.
 *
 * @param route {@code network}, {@code sensitivities} or {@code matrix}
 * @param preparation before the first product
 * @param product each product
 */
public record RouteCost(String route, double preparation, double product) {
    /** Through the network. */
    public static final String NETWORK = "network";

    /** Through kept sensitivities. */
    public static final String SENSITIVITIES = "sensitivities";

    /** With the built dual matrix. */
    public static final String MATRIX = "matrix";

    /**
     * Returns the costs of all routes, as {@code --explain} prints them.
     *
     * @param layout the layers; the output factor is taken to be the identity
     * @param samples T, at most P / C of them, so that the dual matrix is the smaller one
     */
    public static List<RouteCost> of(ParameterLayout layout, long samples, Precision precision) {
        CostModel cost =
                CostModel.of(layout, samples, layout.layer(layout.depth()).outputs(), precision);
        return List.of(
                of(NETWORK, cost, ProductRoute.NETWORK),
                of(SENSITIVITIES, cost, ProductRoute.SENSITIVITIES),
                of(MATRIX, cost, ProductRoute.MATRIX));
    }

    private static RouteCost of(String name, CostModel cost, ProductRoute route) {
        return new RouteCost(name, cost.preparation(route), cost.product(route));
    }

    /** Returns what a number of products costs, with what is prepared before. */
    public double of(double products) {
        return preparation + products * product;
    }
}
