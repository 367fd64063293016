package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.method.SearchEnd;
import io.github.fisherscope.studies.plan.MemoryPlan;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read off measured numbers, and how networks share threads and memory. */
class MeasurementTest {
    private static NetworkMeasurement of(StudiedMatrix matrix, double trace, double squares, @Nullable Double top) {
        return new NetworkMeasurement(
                matrix,
                Spectrum.complete(new double[] {4, 2, 1, 0}, 8, "direct"),
                new NetworkMeasurement.Moments(trace, Estimate.exact(squares), top, 2),
                null,
                List.of(),
                new NetworkMeasurement.Search(new SearchEnd.Direct(), true, null, List.of()),
                NetworkMeasurement.CloserLook.NONE);
    }

    private static NetworkMeasurement whole() {
        return of(new StudiedMatrix.Whole(), 7, 21, 3.0);
    }

    /** Eigenvalues 4, 2, 1 and five zeros: means are over all eight. */
    @Test
    void meansCountTheZeros() {
        assertThat(whole().mean()).isEqualTo(7.0 / 8);
        assertThat(whole().secondMoment()).isEqualTo(21.0 / 8);
        assertThat(whole().max()).isEqualTo(4);
        assertThat(whole().participationRatio()).isCloseTo(49.0 / 21, within(1e-15));
        assertThat(whole().effectiveRank()).isEqualTo(7.0 / 4);
    }

    /** With C = 2 the outliers have the mean 3, and one is left for each of the two candidates below: (7 − 6)/2. */
    @Test
    void theBulkIsWhatTheOutliersLeave() {
        assertThat(whole().bulkMean(2)).isEqualTo(0.5);
        assertThat(of(new StudiedMatrix.Whole(), 7, 21, null).bulkMean(2)).isNull();
    }

    @Test
    void aRatioOfNothingIsZero() {
        NetworkMeasurement tiny = of(new StudiedMatrix.Whole(), 1e-200, 0, 0.0);
        assertThat(tiny.participationRatio()).isCloseTo(49.0 / 21, within(1e-12)); // from the spectrum itself
    }

    @ParameterizedTest
    @CsvSource({
        "fisher, full, none, true, false",
        "fisher, full, batch-norm, true, false",
        "hessian, full, none, true, true",
        "fisher, layers, none, false, false",
        "fisher, block-tridiagonal, none, false, true",
        "input-metric, full, none, false, false",
    })
    void onlyHessiansBoundLearningRates(String matrix, String form, String norm, boolean bounds, boolean indefinite) {
        NetworkMeasurement m = of(StudiedMatrix.parse(matrix, form, norm), 7, 21, 3.0);
        assertThat(m.boundsLearningRates()).isEqualTo(bounds);
        assertThat(m.indefinite()).isEqualTo(indefinite);
        assertThat(m.whole()).isEqualTo(m.matrix() instanceof StudiedMatrix.Whole);
        assertThat(StudiedMatrix.parse("fisher", "tridiagonal", "none"))
                .isEqualTo(new StudiedMatrix.Form(FisherForm.BLOCK_TRIDIAGONAL));
    }

    /** Of 3 found of 5 candidates the mean of the 4 largest is unknown; of all candidates the others are zero. */
    @ParameterizedTest
    @CsvSource({"2, 5, 9, 3.0", "3, 5, 9, 2.3333333333333335", "4, 5, 9, ", "4, 3, 9, 1.75", "4, 3, 3, "})
    void theMeanOfTheTopNeedsAllOfThem(int outputs, long candidates, long order, @Nullable Double mean) {
        assertThat(NetworkMeasurement.topMean(RealVector.of(4, 2, 1), outputs, candidates, order))
                .isEqualTo(mean);
    }

    @Test
    void aLayersTopIsItsMeanToo() {
        NetworkMeasurement.LayerMeasurement layer =
                NetworkMeasurement.LayerMeasurement.of(7, 21.0, RealVector.of(4, 2, 1), 2, 9, 20);
        assertThat(layer.topMean()).isEqualTo(3);
        assertThat(NetworkMeasurement.LayerMeasurement.of(7, null, RealVector.of(4), 2, 9, 20)
                        .topMean())
                .isNull();
    }

    /** tr F of 1e160 has a square beyond 1.8e308, and so has any eigenvalue that is not finite. */
    @ParameterizedTest
    @CsvSource({"1e160, 21", "7, Infinity", "NaN, 21"})
    void numbersBeyondTheRangeAreRefusedInTheUsersTerms(double trace, double squares) {
        NumberRange random = new NumberRange(Small.random(3), Small.rows(4, 1, 2, 3, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> random.checked(of(new StudiedMatrix.Whole(), trace, squares, 3.0)))
                .withMessageStartingWith("weightVariance is 2.0")
                .withMessageContaining("float64");
        NumberRange given =
                new NumberRange(Small.given(Small.fourParameters(), Small.rows(1, 1, 2)), Small.rows(1, 1, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> given.checked(of(new StudiedMatrix.Whole(), trace, squares, 3.0)))
                .withMessageStartingWith("network is net.npz");
        NumberRange imported = new NumberRange(Small.imported(3), Small.rows(3, 1, 2, 3));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> imported.checked(of(new StudiedMatrix.Whole(), trace, squares, 3.0)))
                .withMessageStartingWith("network is net.onnx");
        assertThat(random.checked(whole())).isEqualTo(whole());
    }

    @Test
    void stagesAddUpTheirTimes() {
        StageClock clock = new StageClock();
        assertThat(clock.<String>time("a", () -> "done")).isEqualTo("done");
        clock.time("b", () -> 1);
        assertThatThrownBy(() -> clock.time("a", () -> {
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        Map<String, Double> seconds = clock.seconds();
        assertThat(seconds.keySet()).containsExactly("a", "b");
        assertThat(seconds.values()).allSatisfy(s -> assertThat(s).isNotNegative());
        clock.time("c", () -> 1);
        assertThat(seconds).as("a copy").hasSize(2);
    }

    private static Execution threads(int threads, long memory) {
        return Small.ONE_THREAD
                .withConfig(new BackendConfig(Precision.DOUBLE, threads))
                .withMemoryLimit(memory);
    }

    /** Returns how many jobs ran at once where each waits until {@code expected} of them have begun. */
    private static int together(Execution execution, long bytes, int jobs, int expected) {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(expected);
        EnsemblePool.of(execution, bytes).run(IntStream.range(0, jobs).boxed().toList(), (job, backend) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            begun.countDown();
            try {
                assertThat(begun.await(60, TimeUnit.SECONDS)).as("jobs begun").isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet();
        });
        return most.get();
    }

    /** Beside the Java machine there is room for two networks of 1 GiB, whatever the number of threads. */
    @Test
    void asManyNetworksAreMeasuredAsFitTogether() {
        long gib = 1L << 30;
        long one = MemoryPlan.RUNTIME + gib;
        assertThat(together(threads(4, MemoryPlan.RUNTIME + 2 * gib + 5), one, 4, 2))
                .isEqualTo(2);
        assertThat(together(threads(1, 100 * gib), one, 3, 1)).isEqualTo(1);
        assertThat(together(threads(3, 100 * gib), one, 3, 3)).isEqualTo(3);
    }

    @Test
    void everyJobIsDoneOnceAndThreadsAreShared() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger threads = new AtomicInteger();
        EnsemblePool.of(threads(4, 1L << 40), MemoryPlan.RUNTIME + 1).run(List.of(1, 2), (job, backend) -> {
            assertThat(done.add(job)).isTrue();
            threads.set(backend.threads());
        });
        assertThat(done).containsExactlyInAnyOrder(1, 2);
        assertThat(threads.get()).as("four threads for two jobs").isEqualTo(2);
        EnsemblePool.of(threads(4, 1L << 40), 1).run(List.of(), (job, backend) -> {
            throw new AssertionError("there was no job");
        });
    }

    @Test
    void theFirstFailureIsThrownAndNoMoreIsBegun() {
        AtomicInteger begun = new AtomicInteger();
        assertThatThrownBy(() -> EnsemblePool.of(threads(1, 1L << 40), 1).run(List.of(1, 2, 3), (job, backend) -> {
                    begun.incrementAndGet();
                    throw new IllegalStateException("job " + job);
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("job 1");
        assertThat(begun.get()).isEqualTo(1);
        assertThatThrownBy(() -> EnsemblePool.of(threads(1, 1L << 40), 1).run(List.of(1), (job, backend) -> {
                    throw new OutOfMemoryError("no room");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EnsemblePool.of(threads(1, 1L << 40), 0))
                .withMessageStartingWith("bytes");
    }
}
