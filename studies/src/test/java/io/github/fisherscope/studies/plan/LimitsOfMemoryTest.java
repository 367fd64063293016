package io.github.fisherscope.studies.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.plan.MemoryCheck.Work;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is refused for its size, and at which byte. */
class LimitsOfMemoryTest {
    private static final long MIB = 1L << 20;
    private static final List<Integer> WIDTHS = List.of(300, 400, 400, 10);
    private static final int SAMPLES = 500;

    private static void require(Work work, long limit) {
        MemoryCheck.of(Small.ONE_THREAD.withMemoryLimit(limit))
                .requireFits("the stage", work, WIDTHS, SAMPLES, "take smaller widths");
    }

    /** The least limit that passes, by bisection of bytes. */
    private static long least(Work work) {
        long low = MIB;
        long high = 1L << 45;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            boolean fits;
            try {
                require(work, middle);
                fits = true;
            } catch (MemoryLimitException e) {
                fits = false;
            }
            low = fits ? low : middle;
            high = fits ? middle : high;
        }
        return high;
    }

    @ParameterizedTest
    @EnumSource(Work.class)
    void aPieceOfWorkIsRefusedOneByteBelowWhatItNeeds(Work work) {
        long least = least(work);
        assertThat(least).isGreaterThan(MemoryPlan.RUNTIME);
        assertThatThrownBy(() -> require(work, least - 1))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageStartingWith("the stage needs " + MemorySize.of(least) + " of this machine's memory")
                .hasMessageEndingWith("take smaller widths");
        assertThatCode(() -> require(work, least)).doesNotThrowAnyException();
    }

    /** The dual matrix has 5000 rows: 200 MB in float64, and the direct solver holds no less than that. */
    @Test
    void allEigenvaluesHoldTheDualMatrix() {
        double matrix = 8.0 * 5000 * 5000;
        assertThat(least(Work.ALL_EIGENVALUES) - MemoryPlan.RUNTIME).isBetween((long) matrix, (long) (3 * matrix));
        assertThat(least(Work.BATCHES)).isLessThan(least(Work.ALL_EIGENVALUES));
        assertThat(least(Work.MOMENTS)).isLessThan(least(Work.ALL_EIGENVALUES));
    }

    /** Of numbers that are read, the heap may hold 1.18 times as many bytes beside the Java machine. */
    @Test
    void filesAreReadWhereTheirNumbersFit() {
        long bytes = 1000 * MIB;
        long needed = MemoryPlan.RUNTIME + (long) (1.18 * bytes);
        assertThatCode(() -> MemoryPlan.requireReading(bytes, needed + 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> MemoryPlan.requireReading(bytes, needed - 1))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining(MemorySize.of(needed))
                .hasMessageContaining("give smaller files");
        assertThatThrownBy(() -> MemoryPlan.requireReading(Long.MAX_VALUE, 1L << 50))
                .isInstanceOf(MemoryLimitException.class);
    }

    @Test
    void aDeviceApartHasALimitOfItsOwn() {
        assertThat(MemoryLimits.ofHost(5).apart()).isFalse();
        MemoryLimits device = new MemoryLimits(1000, 600);
        assertThat(device.apart()).isTrue();
        assertThat(device.withDeviceShare(2)).isEqualTo(new MemoryLimits(1000, 300));
        assertThat(MemoryLimits.of(Small.ONE_THREAD.withMemoryLimit(7 * MIB))).isEqualTo(MemoryLimits.ofHost(7 * MIB));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryLimits(0, 1))
                .withMessageStartingWith("host");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MemoryLimits(1, -1))
                .withMessageStartingWith("device");
    }

    /** With a device apart the host holds vectors and the device matrices, and both together what one machine held. */
    @Test
    void matricesCountWhereTheyLie() {
        CostModel here = CostModel.of(ParameterLayout.of(WIDTHS), SAMPLES, 10, Precision.DOUBLE);
        CostModel apart = here.within(new MemoryLimits(1L << 40, 1L << 40));
        MemoryPlan.Parts together = here.memory().moments();
        MemoryPlan.Parts divided = apart.memory().moments();
        assertThat(here.host(together)).isEqualTo(together.total());
        assertThat(apart.host(divided)).isEqualTo(divided.onHeap());
        assertThat(divided.total() - divided.onHeap()).isBetween(divided.matrices() - 1, divided.matrices() + 1);
        PlanTable.MemoryShares shares = together.shares();
        assertThat(shares.total())
                .isBetween(
                        shares.matrices() + shares.heap() + shares.runtime(),
                        shares.matrices() + shares.heap() + shares.runtime() + 2);
    }

    /** Sizes that no machine has saturate instead of turning negative. */
    @Test
    void sizesBeyondAllMemorySaturate() {
        MemoryPlan.Parts parts = new MemoryPlan.Parts(1e30, 1e30);
        assertThat(parts.total()).isEqualTo(1L << 62);
        assertThat(parts.onHeap()).isEqualTo(1L << 62);
        assertThat(parts.matrices()).isEqualTo(1L << 62);
    }

    /** 4-5-3 at T = 7, counted by hand where the cost model is tested: routes are named and priced in one order. */
    @Test
    void routesTellTheirCosts() {
        List<RouteCost> routes = RouteCost.of(ParameterLayout.of(List.of(4, 5, 3)), 7, Precision.DOUBLE);
        assertThat(routes)
                .extracting(RouteCost::route)
                .containsExactly(RouteCost.NETWORK, RouteCost.SENSITIVITIES, RouteCost.MATRIX);
        double gram = 2 * 7 * 7 * 8;
        assertThat(routes.get(0)).isEqualTo(new RouteCost("network", 0, 4 * 7 * 15 + gram));
        assertThat(routes.get(1).product()).isEqualTo(gram + 4 * 21 * 8);
        assertThat(routes.get(2).product()).isEqualTo(6.0 * 21 * 21);
        assertThat(routes.get(2).of(10)).isEqualTo(routes.get(2).preparation() + 60.0 * 21 * 21);
    }

    @ParameterizedTest
    @CsvSource({"NETWORK, NETWORK", "SENSITIVITIES, SENSITIVITIES", "MATRIX, MATRIX", "STREAMED, STREAMED"})
    void everyRouteIsOneOfTheCore(ProductRoute route, String core) {
        assertThat(route.ofCore().name()).isEqualTo(core);
    }
}
