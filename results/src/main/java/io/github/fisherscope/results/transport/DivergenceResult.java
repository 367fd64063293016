package io.github.fisherscope.results.transport;

import org.jspecify.annotations.Nullable;

/**
 * The divergence of a model q from a target p.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param family what was computed
 * @param p the target
 * @param q the model
 * @param forward D[p : q]
 * @param reverse D[q : p]
 * @param local the expansion between neighbours, or null where the divergence has none
 */
public record DivergenceResult(
        String schema,
        String version,
        Family family,
        MeasureInfo p,
        MeasureInfo q,
        @com.fasterxml.jackson.annotation.JsonUnwrapped Value forward,
        Value reverse,
        @Nullable Local local) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/divergence/1";

    /**
     * The divergence.
     *
     * @param name its name on the command line
     * @param formula its formula in one line
     * @param measures whether p and q were taken as positive measures
     */
    public record Family(String name, String formula, boolean measures) {}

    /**
     * A number or infinity.
     *
     * @param value nats; null if infinite
     * @param infinite whether the divergence is infinite
     * @param because what makes it infinite; null if it is a number
     */
    public record Value(
            @Nullable Double value,
            boolean infinite,
            @Nullable Cause because) {}

    /**
     * Why a divergence is infinite.
     *
     * @param reason in words
     * @param index the first state, counted from 0, that makes it infinite by itself; null where no single one does
     * @param p weight of the first argument in that state
     * @param q weight of the second
     */
    public record Cause(
            String reason,
            @Nullable Integer index,
            @Nullable Double p,
            @Nullable Double q) {
        /** Returns the cause that one state is. */
        public static Cause state(int index, double p, double q) {
            return new Cause("one of the two has no weight in a state where the other has", index, p, q);
        }

        /** Returns a cause that no single state is. */
        public static Cause of(String reason) {
            return new Cause(reason, null, null, null);
        }
    }

    /**
     * D[p : p+d] = metric Σ d²/p + cubic Σ d³/p² + O(d⁴).
     *
     * @param metric ½ for the Kullback-Leibler divergences
     * @param cubic coefficient of the Amari-Chentsov tensor
     * @param alpha Amari's α of the connections that the divergence induces
     * @param hessianScale the Hessian of the divergence as a loss, in Fisher matrices
     */
    public record Local(double metric, double cubic, double alpha, double hessianScale) {}
}
