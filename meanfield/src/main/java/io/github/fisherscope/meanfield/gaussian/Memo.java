package io.github.fisherscope.meanfield.gaussian;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Remembers expectations by their arguments, bit for bit: layers at a fixed point, and the several formulas that need the same
 * expectation, share one evaluation. Holds a bounded number of them. Safe for use by several threads, which may then evaluate
 * twice what is equal anyway.
 */
final class Memo<V> {
    /** Enough for the layers of a deep network; some hundred bytes each. */
    static final int MOST = 16_384;

    private record Arguments(double variance, double covariance) {}

    interface Expectation<V> {
        V of(double variance, double covariance);
    }

    private final Map<Arguments, V> known = new ConcurrentHashMap<>();
    private final AtomicLong evaluations = new AtomicLong();
    private final Expectation<V> expectation;

    Memo(Expectation<V> expectation) {
        this.expectation = expectation;
    }

    V get(double variance, double covariance) {
        Arguments arguments = new Arguments(variance, covariance);
        V value = known.get(arguments);
        if (value == null) {
            value = expectation.of(variance, covariance);
            evaluations.incrementAndGet();
            if (known.size() >= MOST) {
                known.clear();
            }
            known.put(arguments, value);
        }
        return value;
    }

    /** Returns how often the expectation was evaluated. */
    long evaluations() {
        return evaluations.get();
    }
}
