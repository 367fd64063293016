package io.github.fisherscope.core.fisher;

/**
 * What a Fisher matrix costs in one of its routes or forms, from the sizes alone and told by the class that does the work.
 * Flops are those of matrix products, which dominate; work that waits for memory counts as many as take its time.
 *
 * @param preparation flops before the first product
 * @param product flops of each product
 * @param eigenvalues flops of all eigenvalues, preparation included; infinite where they are not found directly
 * @param bytes of matrices that are held meanwhile, beside weights and the activations of a linearisation
 */
public record FisherPrice(double preparation, double product, double eigenvalues, double bytes) {
    /** Flops per n³ of an eigenproblem: 4/3 at the rate that a two-stage reduction reaches. */
    public static final double EIGENPROBLEM = 3.3;

    /** Returns the price of a route that gives products and no eigenvalues. */
    static FisherPrice ofProducts(double preparation, double product, double bytes) {
        return new FisherPrice(preparation, product, Double.POSITIVE_INFINITY, bytes);
    }

    /** Returns what a number of products costs, with what is prepared before. */
    public double of(double products) {
        return preparation + products * product;
    }
}
