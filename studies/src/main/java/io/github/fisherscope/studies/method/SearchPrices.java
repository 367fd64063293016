package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.fisher.FisherPrice;

/** What the steps of a search cost on one problem, in flops; every kind of matrix has prices of its own. */
public interface SearchPrices {
    /** Returns the prices of a matrix whose entries cost the same on both sides, or that has one side alone. */
    static SearchPrices of(FisherPrice price, double preparation, double largestProducts) {
        return new SearchPrices() {
            @Override
            public double allOf(SpectralMethod.Takes entries) {
                return price.eigenvalues();
            }

            @Override
            public double preparation() {
                return preparation;
            }

            @Override
            public double product() {
                return price.product();
            }

            @Override
            public double largestProducts() {
                return largestProducts;
            }
        };
    }

    /** Returns the price of all eigenvalues and moments of a matrix with all its entries. */
    double allOf(SpectralMethod.Takes entries);

    /** Returns the price of what is prepared before the first product. */
    double preparation();

    /** Returns the price of one product with a vector. */
    double product();

    /** Returns the number of products that the largest eigenvalues are expected to take. */
    double largestProducts();
}
