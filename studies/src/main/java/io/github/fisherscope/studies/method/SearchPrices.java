package io.github.fisherscope.studies.method;

/** What the steps of a search cost on one problem, in flops; every kind of matrix has prices of its own. */
public interface SearchPrices {
    /** Returns the price of all eigenvalues and moments of a matrix with all its entries. */
    double allOf(SpectralMethod.Takes entries);

    /** Returns the price of what is prepared before the first product. */
    double preparation();

    /** Returns the price of one product with a vector. */
    double product();

    /** Returns the number of products that the largest eigenvalues are expected to take. */
    double largestProducts();
}
