package io.github.fisherscope.core.fisher;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The likelihoods, for what has to be written down for each of them; switches over it have no default. */
public enum LikelihoodKind {
    GAUSSIAN("finite real numbers"),
    CATEGORICAL("one class per sample"),
    BERNOULLI("0 or 1"),
    POISSON("whole numbers, 0 or greater");

    private final String labelRange;

    LikelihoodKind(String labelRange) {
        this.labelRange = labelRange;
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns all names. */
    static List<String> ids() {
        return Arrays.stream(values()).map(LikelihoodKind::id).toList();
    }

    String labelRange() {
        return labelRange;
    }
}
