package io.github.fisherscope.papers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.reports.chart.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class CurvesTest {
    private final Curves curves = new Curves(List.of(10, 20));

    @Test
    void barsAreStandardErrorsOfTheMean() {
        Figure.Series series = curves.measured("x", 1, List.of(RealVector.of(1, 3), RealVector.of(2, 2, 2, 6)));

        assertThat(series.y()).isEqualTo(RealVector.of(2, 3));
        assertThat(series.error()).isNotNull();
        // √(Σ(v − mean)²/(n − 1)/n): √(2/1/2) = 1 and √(12/3/4) = 1
        assertThat(series.error()).isEqualTo(RealVector.of(1, 1));
        assertThat(series.x()).isEqualTo(RealVector.of(10, 20));
        assertThat(series.origin()).isEqualTo(Figure.Origin.MEASURED);
    }

    @Test
    void predictionsAndReferencesHaveNoBarsAndDifferInOrigin() {
        Figure.Series predicted = curves.predicted("theory", 2, List.of(4.0, 5.0));
        Figure.Series reference = curves.reference("paper", 3, List.of(4.0, 5.0));

        assertThat(predicted.y()).isEqualTo(reference.y()).isEqualTo(RealVector.of(4, 5));
        assertThat(predicted.origin()).isEqualTo(Figure.Origin.PREDICTED);
        assertThat(reference.origin()).isEqualTo(Figure.Origin.REFERENCE);
        assertThat(predicted.error()).isNull();
    }

    @Test
    void aCellIsMeanAndError() {
        assertThat(Curves.cell(RealVector.of(1, 3))).contains("2").contains("±").contains("1");
        assertThat(Curves.mean(RealVector.of(1, 2, 6))).isEqualTo(3);
    }

    /** The error of a mean of n normal numbers is 1/√n; 2000 of them tell it to 1 in 63, five times that is allowed. */
    @Test
    void theErrorIsThatOfAMeanOfNormalNumbers() {
        double[] values = new double[2000];
        RandomStreams.of(7).fillNormal(StreamPurpose.INPUTS, 0, 0, 1, values);
        double expected = 1 / Math.sqrt(2000);
        assertThat(Curves.error(RealVector.of(values))).isCloseTo(expected, within(expected * 5 / Math.sqrt(4000)));
    }
}
