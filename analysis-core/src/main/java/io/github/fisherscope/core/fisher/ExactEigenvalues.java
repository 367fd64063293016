package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import java.util.Locale;
import java.util.Objects;

/** What a Fisher matrix says when it is asked for all its eigenvalues: them, or why it does not give them. */
public sealed interface ExactEigenvalues {
    /** Returns the eigenvalues or throws {@link IllegalStateException} with the reason. */
    RealVector orElseThrow();

    /**
     * The eigenvalues.
     *
     * @param values those that can differ from zero, descending
     */
    record Known(RealVector values) implements ExactEigenvalues {
        public Known {
            Objects.requireNonNull(values, "values");
        }

        @Override
        public RealVector orElseThrow() {
            return values;
        }
    }

    /**
     * The matrix is known by its products, and building it from them would take too many.
     *
     * @param rows of the matrix
     * @param limit the largest number of rows that is built
     */
    record TooManyRows(long rows, long limit) implements ExactEigenvalues {
        @Override
        public RealVector orElseThrow() {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "all eigenvalues need a matrix of %d rows built from its products, and at most %d are built; use Lanczos or a density",
                    rows,
                    limit));
        }
    }
}
