package io.github.fisherscope.studies.gate;

import java.util.Objects;

/**
 * What became of one condition.
 *
 * @param gate {@code check}, {@code assert} or {@code baseline}
 * @param name the statistic, or the condition as it was written
 * @param words what was found, in one sentence without a full stop
 */
public record GateOutcome(String gate, String name, Status status, String words) {
    /** Whether a condition held. */
    public enum Status {
        /** It held. */
        PASSED,
        /** It did not hold. */
        FAILED,
        /** It does not apply, which the words explain. */
        SKIPPED
    }

    public GateOutcome {
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(words, "words");
    }

    public boolean failed() {
        return status == Status.FAILED;
    }
}
