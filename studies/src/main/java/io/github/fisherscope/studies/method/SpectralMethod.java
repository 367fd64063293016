package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.Optional;

/**
 * A way to find eigenvalues: one class, and one line in {@link io.github.fisherscope.studies.config.Method}. It says what it
 * takes of the matrix and what it costs, and runs on a chain of layers, a graph of any layers, or samples in batches or on
 * several machines alike: all of them hand it the same kind of matrix.
 */
public interface SpectralMethod {
    /** What a method takes of the matrix. */
    enum Takes {
        /** All entries of the Fisher matrix, P × P. */
        FISHER_ENTRIES,
        /** All entries of the dual matrix, C·T × C·T. */
        DUAL_ENTRIES,
        /** Products with the smaller of the two; data may then pass through in batches. */
        PRODUCTS
    }

    /** Why a method cannot be used, and what to do instead. */
    record Unfit(String reason, String remedy) {}

    Takes takes();

    /** Returns what it finds, in words that follow "finds". */
    String finds();

    /**
     * Finds eigenvalues.
     *
     * @param matrix as {@link #takes} says
     * @param id the method's name, which the spectrum keeps
     */
    MethodFinding find(WholeFisherMatrix matrix, SearchTask task, String id);

    /** Returns the flops of a search. */
    double flops(SearchPrices prices, SearchSettings settings);

    /** Returns the number of products with the matrix that a search is expected to make. */
    default double products(SearchPrices prices, SearchSettings settings) {
        return takes() == Takes.PRODUCTS ? prices.largestProducts() : 0;
    }

    /**
     * Returns how many numbers its vectors hold at once.
     *
     * @param n rows of the matrix
     * @param outputs C
     */
    double vectors(long n, long outputs, SearchSettings settings);

    /** Returns whether its vectors follow the matrix to a device. */
    default boolean vectorsFollow() {
        return false;
    }

    /** Returns whether {@link #density} gives one. */
    default boolean findsDensity() {
        return false;
    }

    /**
     * Estimates the density of all eigenvalues; empty for a method that finds eigenvalues alone.
     *
     * @param known the eigenpairs that are known, which enter exactly
     */
    default Optional<SpectralDensity> density(SymmetricOperator operator, LanczosResult known, SearchTask task) {
        return Optional.empty();
    }

    /** Returns whether the density gives traces of the first and second power free of truncation error. */
    default boolean momentsAreExact() {
        return false;
    }

    /** Returns whether the density smears eigenvalues over its resolution. */
    default boolean smears() {
        return false;
    }

    /** Returns why the method is unfit for a matrix that may have negative eigenvalues; empty if it is fit. */
    default Optional<Unfit> unfitForNegative() {
        return Optional.empty();
    }
}
