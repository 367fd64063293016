package io.github.fisherscope.geometry.transport;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import org.junit.jupiter.api.Test;

class TransportLimitsTest {
    /** Neither more pairs than fit nor relaxations that leave the range of doubles are begun. */
    @Test
    void sizesAndRelaxationsHaveLimits() {
        PointSet many = PointSet.line(9000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CostMatrix.squaredDistance(many, many))
                .withMessageContaining("9000 x 9000");
        PointSet two = PointSet.line(2);
        RelaxedTransport transport = RelaxedTransport.of(CostMatrix.distance(two, two), RelaxedConfig.defaults());
        DiscreteMeasure half = DiscreteMeasure.distribution("p", RealVector.of(0.5, 0.5));
        for (double lambda : new double[] {0, 1e-320, 1e300, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> transport.solve(half, half, lambda))
                    .withMessageContaining("lambda");
        }
    }
}
