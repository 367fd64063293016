package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DevicePoolTest {
    private static final long MIB = 1L << 20;

    private final SimulatedDevice device = new SimulatedDevice(64 * MIB);
    private final DevicePool pool = new DevicePool(device);

    @Test
    void whatWasGivenBackIsGivenOutAgain() {
        long held = pool.acquire(100);
        long first = pool.acquire(5000);
        pool.release(first);
        assertThat(pool.acquire(4900)).isEqualTo(first);
        assertThat(device.allocations()).isEqualTo(2);
        assertThat(pool.bytesInUse()).isEqualTo(512 + 5120);
        pool.release(held);
    }

    @Test
    void aMuchLargerBlockIsNotSpentOnASmallNeed() {
        long held = pool.acquire(1);
        long large = pool.acquire(8 * MIB);
        pool.release(large);
        assertThat(pool.acquire(4 * MIB)).isNotEqualTo(large);
        pool.release(held);
    }

    @Test
    void everythingGoesBackWhenNothingIsInUse() {
        long first = pool.acquire(10 * MIB);
        long second = pool.acquire(10 * MIB);
        pool.release(first);
        assertThat(device.memory().free()).isEqualTo(44 * MIB);
        pool.release(second);
        assertThat(device.memory().free()).isEqualTo(64 * MIB);
        assertThat(pool.bytesInUse()).isZero();
    }

    @Test
    void whatIsKeptGoesBackBeforeMemoryIsRefused() {
        long held = pool.acquire(2 * MIB);
        pool.release(pool.acquire(40 * MIB));
        long other = pool.acquire(60 * MIB);
        assertThat(device.memory().free()).isEqualTo(2 * MIB);
        assertThatThrownBy(() -> pool.acquire(4 * MIB)).isInstanceOf(CudaCallException.class);
        pool.release(other);
        pool.release(held);
    }

    @Test
    void releasingTwiceIsADefectThatShowsAtOnce() {
        long held = pool.acquire(1);
        long once = pool.acquire(1);
        pool.release(once);
        assertThatThrownBy(() -> pool.release(once)).isInstanceOf(IllegalStateException.class);
        pool.release(held);
    }
}
