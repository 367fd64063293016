package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A normalisation of the network's outputs, as in the last layer of Karakida, Akaho and Amari (2019, normalisation). It
 * has no parameters of its own; statistics are those of the data set and are differentiated through.
 *
 * @param kind which
 * @param epsilon ε ≥ 0 added to variances; it has no effect on mean subtraction
 */
public record OutputNormalization(Kind kind, double epsilon) {
    public OutputNormalization {
        Objects.requireNonNull(kind, "kind");
        Args.requireNonNegative("epsilon", epsilon);
    }

    /** What is normalised over what. */
    public enum Kind {
        /** {@code f̄_k(t) = f_k(t) − mean_t f_k}. */
        MEAN_SUBTRACTION("mean-subtraction"),
        /** Mean 0 and variance 1 of each output over samples. */
        BATCH_NORM("batch-norm"),
        /** Mean 0 and variance 1 over the outputs of each sample. */
        LAYER_NORM("layer-norm");

        private final String id;

        Kind(String id) {
            this.id = id;
        }

        /** Returns the name used on the command line and in results. */
        public String id() {
            return id;
        }

        private boolean isCalled(String name) {
            return id.equals(name) || id.substring(0, id.indexOf('-')).equals(name);
        }
    }

    /** Returns a normalisation with ε = 0. */
    public static OutputNormalization of(Kind kind) {
        return new OutputNormalization(kind, 0);
    }

    /**
     * Reads a normalisation from its name.
     *
     * @param text {@code mean-subtraction}, {@code batch-norm[:ε]} or {@code layer-norm[:ε]}, or its first word
     */
    public static OutputNormalization parse(String text) {
        String[] parts = text.strip().toLowerCase(Locale.ROOT).split(":", 2);
        for (Kind kind : Kind.values()) {
            if (kind.isCalled(parts[0])) {
                return new OutputNormalization(kind, parts.length == 1 ? 0 : number(text, parts[1]));
            }
        }
        throw InvalidArgumentException.unknown(
                "normalization", text, List.of("mean-subtraction", "batch-norm[:epsilon]", "layer-norm[:epsilon]"));
    }

    private static double number(String text, String epsilon) {
        try {
            return Double.parseDouble(epsilon);
        } catch (NumberFormatException ignored) {
            throw InvalidArgumentException.of(
                    "normalization",
                    "'" + text + "'",
                    "its epsilon '" + epsilon + "' is not a number",
                    "write for example batch-norm:1e-5");
        }
    }

    /** Returns the name that {@link #parse} reads back. */
    public String id() {
        return epsilon == 0 ? kind.id() : kind.id() + ":" + epsilon;
    }
}
