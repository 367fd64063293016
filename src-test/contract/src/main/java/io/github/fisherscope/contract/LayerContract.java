package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What every layer must do: its JVP is the derivative of its forward pass, its VJP is the transpose, samples do not see each
 * other, and whatever it says of its rows of gradients is what the rows themselves say. Numbers are float64 on the backend
 * {@code java}; the tolerances are those of sums of some hundred numbers of order 1, and of central differences.
 */
public interface LayerContract {
    /** Rounding of sums of some hundred products of numbers of order 1. */
    double TOLERANCE = 1e-11;

    /** Central differences with step 1e-5 of functions with third derivatives of order 10. */
    double DIFFERENCES = 1e-7;

    /** Returns the layer under test. */
    ComputedLayer layer();

    /** Returns the shapes of one sample's inputs, small enough that all derivatives are checked one by one. */
    List<Shape> inputs();

    private static void assertClose(double[] found, double[] expected, double tolerance, String what) {
        assertThat(found).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found[i])
                    .as("%s, entry %d", what, i)
                    .isCloseTo(expected[i], within(tolerance * (1 + Math.abs(expected[i]))));
        }
    }

    @Test
    default void samplesDoNotSeeEachOther() {
        try (LayerProbe three = new LayerProbe(layer(), inputs(), 0, 3)) {
            double[] together = three.output();
            int size = together.length / 3;
            for (int t = 0; t < 3; t++) {
                try (LayerProbe one = new LayerProbe(layer(), inputs(), t, 1)) {
                    double[] alone = one.output();
                    for (int i = 0; i < size; i++) {
                        assertThat(together[t * size + i]).isCloseTo(alone[i], within(TOLERANCE));
                    }
                }
            }
        }
    }

    /** Plans add up what layers tell, so that must be what they do. */
    @Test
    default void flopsAreThoseOfTheProductsOfTheForwardPass() {
        assertThat(3 * layer().flops(inputs())).isEqualTo(CountedProducts.ofForwardPass(layer(), inputs(), 3));
    }

    @Test
    default void jvpIsTheDerivativeOfTheForwardPass() {
        double step = 1e-5;
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            for (int input = -1; input < inputs().size(); input++) {
                if (input < 0 && here.parameters() == 0) {
                    continue;
                }
                double[] jvp = here.jvp(input);
                try (LayerProbe up = here.moved(input, step);
                        LayerProbe down = here.moved(input, -step)) {
                    double[] differences = up.output();
                    double[] below = down.output();
                    for (int i = 0; i < differences.length; i++) {
                        differences[i] = (differences[i] - below[i]) / (2 * step);
                    }
                    assertClose(jvp, differences, DIFFERENCES, "JVP along " + name(input));
                }
            }
        }
    }

    private static String name(int input) {
        return input < 0 ? "the parameters" : "input " + input;
    }

    @Test
    default void vjpIsTheTransposeOfJvp() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            double[] g = here.cotangents(1);
            for (int input = 0; input < inputs().size(); input++) {
                double left = LayerProbe.dot(g, here.jvp(input));
                double right = LayerProbe.dot(here.vjp(input, 1, 0), here.direction(input));
                assertThat(right).as(name(input)).isCloseTo(left, within(TOLERANCE * (1 + Math.abs(left))));
            }
            if (here.parameters() > 0) {
                double left = LayerProbe.dot(g, here.jvp(-1));
                double right = LayerProbe.dot(here.parameterVjp(), here.direction(-1));
                assertThat(right).as("the parameters").isCloseTo(left, within(TOLERANCE * (1 + Math.abs(left))));
            }
        }
    }

    /** What Hessians need: how each VJP changes along each direction, added to what is there. */
    @Test
    default void changesOfVjpsAreTheirDerivatives() {
        double step = 1e-5;
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            int first = here.parameters() > 0 ? -1 : 0;
            for (int moved = here.bends() ? first : inputs().size(); moved < inputs().size(); moved++) {
                for (int input = first; input < inputs().size(); input++) {
                    try (LayerProbe up = here.moved(moved, step);
                            LayerProbe down = here.moved(moved, -step)) {
                        double[] differences = up.anyVjp(input);
                        double[] below = down.anyVjp(input);
                        for (int i = 0; i < differences.length; i++) {
                            differences[i] = LayerProbe.filling(i) + (differences[i] - below[i]) / (2 * step);
                        }
                        String what = "VJP of " + name(input) + " along " + name(moved);
                        assertClose(here.change(moved, input), differences, DIFFERENCES, what);
                    }
                }
            }
        }
    }

    /** Cotangents with two rows for each sample are carried down row by row, and join what is there. */
    @Test
    default void vjpTakesSeveralRowsForEachSampleAndAdds() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            for (int input = 0; input < inputs().size(); input++) {
                double[] one = here.vjp(input, 1, 0);
                double[] two = here.vjp(input, 2, 0);
                for (int i = 0; i < one.length; i++) {
                    assertThat(two[i]).as("first rows").isCloseTo(one[i], within(TOLERANCE * (1 + Math.abs(one[i]))));
                }
                double[] added = here.vjp(input, 2, 0.5);
                for (int i = 0; i < two.length; i++) {
                    double expected = two[i] + 0.5 * LayerProbe.filling(i);
                    assertThat(added[i]).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
                }
            }
        }
    }

    @Test
    default void rowsAreTheGradientsOfTheVjp() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            RowGradients rows = here.rows(2);
            assertThat(rows.rows()).isEqualTo(6);
            assertThat(rows.parameters()).isEqualTo(here.parameters());
            if (here.parameters() == 0) {
                return;
            }
            double[] sum = new double[here.parameters()];
            for (int t = 0; t < 3; t++) {
                rows.addRow(t, sum, 0); // the first three rows are those of one cotangent for each sample
            }
            assertClose(sum, here.parameterVjp(), TOLERANCE, "sum of rows");
        }
    }

    @Test
    default void gramTilesAreInnerProductsOfRows() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3);
                LayerProbe other = here.at(3, 2)) {
            double[][] left = explicit(here.rows(2));
            double[][] right = explicit(other.rows(3));
            double[] own = new double[4 * 5];
            double[] mixed = new double[4 * 5];
            for (int i = 0; i < 4; i++) {
                for (int j = 0; j < 5; j++) {
                    own[i * 5 + j] = LayerProbe.filling(i * 5 + j) + 0.25 * LayerProbe.dot(left[i + 1], left[j]);
                    mixed[i * 5 + j] = LayerProbe.filling(i * 5 + j) + 0.25 * LayerProbe.dot(left[i + 1], right[j + 1]);
                }
            }
            assertClose(here.gram(here.rows(2), 1, 5, here.rows(2), 0, 5, 0.25), own, TOLERANCE, "tile of one batch");
            assertClose(here.gram(here.rows(2), 1, 5, other.rows(3), 1, 6, 0.25), mixed, TOLERANCE, "tile of two");
        }
    }

    private static double[][] explicit(RowGradients rows) {
        double[][] all = new double[Math.toIntExact(rows.rows())][rows.parameters()];
        for (int i = 0; i < all.length; i++) {
            rows.addRow(i, all[i], 0);
        }
        return all;
    }

    @Test
    default void normsAndSquaresAreThoseOfTheRows() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 3)) {
            double[][] rows = explicit(here.rows(2));
            double[] norms = new double[rows.length];
            double[] squares = new double[here.parameters() + 2];
            for (int i = 0; i < rows.length; i++) {
                norms[i] = LayerProbe.dot(rows[i], rows[i]);
                for (int j = 0; j < rows[i].length; j++) {
                    squares[j + 1] += rows[i][j] * rows[i][j] / 7;
                }
            }
            assertClose(here.rows(2).squaredNorms(), norms, TOLERANCE, "squared norms");
            double[] found = new double[squares.length];
            here.rows(2).addSquares(7, found, 1);
            assertClose(found, squares, TOLERANCE, "squares");
        }
    }

    /** For one row of one sample with one position the block has rank 1 and is its own Kronecker approximation. */
    @Test
    default void kroneckerFactorsAreExactWhereTheyMustBe() {
        try (LayerProbe here = new LayerProbe(layer(), inputs(), 0, 1)) {
            Optional<double[]> product = here.kroneckerProduct();
            if (product.isEmpty() || inputs().get(0).positions() > 1) {
                return;
            }
            double[] row = explicit(here.rows(1))[0];
            double[] outer = new double[row.length * row.length];
            for (int i = 0; i < row.length; i++) {
                for (int j = 0; j < row.length; j++) {
                    outer[i * row.length + j] = row[i] * row[j];
                }
            }
            Arrays.sort(outer);
            double[] found = product.get();
            Arrays.sort(found); // the approximation orders parameters by outputs, θ has biases last
            assertClose(found, outer, TOLERANCE, "entries of the block");
        }
    }
}
