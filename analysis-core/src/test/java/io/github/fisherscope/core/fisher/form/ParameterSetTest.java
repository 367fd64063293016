package io.github.fisherscope.core.fisher.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indices that are kept as runs name the same parameters. */
class ParameterSetTest {
    /** Weights and biases of two outputs, one index, none, a table read backwards. */
    @ParameterizedTest
    @CsvSource({"'0,1,2,8,3,4,5,9', 4", "'7', 1", "'', 0", "'9,8,7,6', 4", "'0,1,2,3,4,5,6,7,8,9', 1", "'4,5,0,1,9', 3"
    })
    void runsNameTheSameParameters(String text, int runs) {
        int[] indices = text.isEmpty()
                ? new int[0]
                : Arrays.stream(text.split(",")).mapToInt(Integer::parseInt).toArray();
        ParameterSet.Indices set = new ParameterSet.Indices(indices);
        assertThat(set.size()).isEqualTo(indices.length);
        assertThat(set.runs()).isEqualTo(runs);
        double[] theta = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
        double[] gathered = set.gather(theta);
        double[] scattered = new double[10];
        double[] part = new double[indices.length];
        double[] expected = new double[10];
        for (int i = 0; i < indices.length; i++) {
            assertThat(gathered[i]).isEqualTo(theta[indices[i]]);
            part[i] = 0.5 + i;
            expected[indices[i]] = part[i];
        }
        set.scatter(part, scattered);
        assertThat(scattered).containsExactly(expected);
    }
}
