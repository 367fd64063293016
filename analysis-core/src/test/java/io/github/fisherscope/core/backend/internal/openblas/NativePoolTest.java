package io.github.fisherscope.core.backend.internal.openblas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NativePoolTest {
    private static final long MIB = 1L << 20;

    private final Books books = new Books();
    private final NativePool pool = new NativePool(books);

    /** Hands out numbers instead of memory and knows what is out. */
    private static final class Books implements NativePool.Allocator {
        private final Map<Long, Long> out = new HashMap<>();
        private long limit = Long.MAX_VALUE;
        private long next = 1;
        private int calls;

        @Override
        public @Nullable Pointer zeros(long bytes) {
            calls++;
            if (total() + bytes > limit) {
                return null;
            }
            Place place = new Place(next++);
            out.put(place.address(), bytes);
            return place;
        }

        @Override
        public void free(Pointer block) {
            assertThat(out.remove(block.address())).isNotNull();
        }

        long total() {
            return out.values().stream().mapToLong(Long::longValue).sum();
        }

        private static final class Place extends Pointer {
            Place(long number) {
                super((Pointer) null);
                this.address = number;
            }
        }
    }

    private NativePool.Block take(long bytes) {
        return Objects.requireNonNull(pool.take(bytes));
    }

    @Test
    void aBlockOfAboutTheSizeServesAgainAndIsNotZero() {
        NativePool.Block first = take(8 * MIB);
        pool.giveBack(first);
        NativePool.Block second = take(8 * MIB - MIB / 2);
        assertThat(first.zero()).isTrue();
        assertThat(second.zero()).isFalse();
        assertThat(second.start().address()).isEqualTo(first.start().address());
        assertThat(second.bytes()).isEqualTo(8 * MIB);
        assertThat(books.calls).isEqualTo(1);
    }

    @Test
    void aMuchLargerBlockIsNotSpentOnASmallMatrix() {
        pool.giveBack(take(8 * MIB));
        assertThat(take(4 * MIB).zero()).isTrue();
    }

    @Test
    void smallBlocksGoBackAtOnce() {
        pool.giveBack(take(NativePool.SMALLEST_KEPT - 1));
        assertThat(books.total()).isZero();
    }

    @Test
    void noMoreThanTheLimitIsKept() {
        List<NativePool.Block> blocks = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            blocks.add(take(64 * MIB));
        }
        blocks.forEach(pool::giveBack);
        assertThat(books.total()).isEqualTo(NativePool.MOST_KEPT);
    }

    /** Whatever is asked for in whatever order, the process never holds more than was in use together at some time. */
    @Test
    void theProcessDoesNotGrowForThePool() {
        Random random = new Random(1);
        List<NativePool.Block> inUse = new ArrayList<>();
        long used = 0;
        long most = 0;
        for (int step = 0; step < 5000; step++) {
            if (inUse.isEmpty() || random.nextInt(5) < 2) {
                NativePool.Block block = take(MIB / 4 + random.nextInt(64) * MIB / 4);
                inUse.add(block);
                used += block.bytes();
                most = Math.max(most, used);
            } else {
                NativePool.Block block = inUse.remove(random.nextInt(inUse.size()));
                used -= block.bytes();
                pool.giveBack(block);
            }
            assertThat(books.total()).isBetween(used, most);
        }
        assertThat(books.calls).isLessThan(2000); // and yet many requests were served again
    }

    @Test
    void whatIsKeptIsGivenUpBeforeARequestIsRefused() {
        books.limit = 100 * MIB;
        NativePool.Block large = take(60 * MIB);
        NativePool.Block small = take(30 * MIB);
        pool.giveBack(large);
        pool.giveBack(small);
        assertThat(take(90 * MIB).zero()).isTrue();
        assertThat(pool.take(20 * MIB)).isNull();
    }
}
