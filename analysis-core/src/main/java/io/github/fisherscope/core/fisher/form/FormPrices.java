package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.network.DenseShape;
import java.util.function.ToDoubleFunction;

/** Terms that the prices of several forms share. */
final class FormPrices {
    private FormPrices() {}

    /** Returns the flops of all eigenvalues of order {@code n} by a direct solver. */
    static double eigenvalues(double n) {
        return 4.0 / 3 * n * n * n;
    }

    /** Returns the number of entries of the factor's rows that are kept: sensitivities and inputs of all layers. */
    static double keptNumbers(ProblemSize size) {
        return (double) size.rows() * (size.units() + size.layout().layer(1).inputs());
    }

    /** Adds a term up over layers. */
    static double sum(ProblemSize size, ToDoubleFunction<DenseShape> term) {
        double sum = 0;
        for (int l = 1; l <= size.depth(); l++) {
            sum += term.applyAsDouble(size.layout().layer(l));
        }
        return sum;
    }
}
