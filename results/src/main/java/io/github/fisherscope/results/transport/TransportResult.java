package io.github.fisherscope.results.transport;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transport from p to q: its least cost, and its relaxation by entropy.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param p where the mass lies
 * @param q where it goes
 * @param cost what carrying it costs
 * @param exact the least cost
 * @param relaxed one entry for each λ, in the order asked for
 */
public record TransportResult(
        String schema,
        String version,
        MeasureInfo p,
        MeasureInfo q,
        Cost cost,
        @JsonUnwrapped Exact exact,
        List<Relaxed> relaxed) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/transport/1";

    public TransportResult {
        relaxed = List.copyOf(relaxed);
    }

    /** Returns whether every relaxed problem was solved to the tolerance asked for, and linear programming did not give up. */
    public boolean allConverged() {
        return exact.wassersteinMethod() != Method.NOT_CONVERGED
                && relaxed.stream().allMatch(r -> r.solution().converged());
    }

    /**
     * The cost matrix.
     *
     * @param source {@code squared}, {@code absolute} or the file
     * @param rows states of p
     * @param columns states of q
     * @param least its least entry
     * @param largest its largest entry
     */
    public record Cost(String source, int rows, int columns, double least, double largest) {}

    /** How the least cost was found. */
    public enum Method {
        /** Both quantile functions coupled, on a line. */
        MONOTONE_COUPLING,
        /** The simplex method on the entries of the plan. */
        LINEAR_PROGRAMMING,
        /** Not at all: the plan has too many entries. */
        NOT_COMPUTED,
        /** Not at all: the simplex method gave up. */
        NOT_CONVERGED
    }

    /**
     * The least ⟨M, P⟩.
     *
     * @param wasserstein its value, or null where it was not computed
     * @param wassersteinMethod how it was found
     */
    public record Exact(@Nullable Double wasserstein, Method wassersteinMethod) {}

    /**
     * One relaxation.
     *
     * @param lambda λ, in units of the cost
     * @param values what the plan costs
     * @param divergences null each where it is not defined, with the reason
     * @param solution how far the plan is right
     */
    public record Relaxed(
            double lambda,
            @JsonUnwrapped Values values,
            @JsonUnwrapped Divergences divergences,
            @JsonUnwrapped Solution solution) {}

    /**
     * What a plan costs.
     *
     * @param cost C_λ = (⟨M, P⟩ − λ H(P))/(1+λ)
     * @param transportCost ⟨M, P⟩
     * @param entropy H(P)
     * @param relativeCost ⟨M, P⟩ + λ KL[P : p qᵀ]
     */
    public record Values(double cost, double transportCost, double entropy, double relativeCost) {}

    /**
     * Divergences of the relaxed problem, between distributions on the same states.
     *
     * @param divergence D_λ[p : q] = (1+λ)(C_λ(p, K̃q) − C_λ(p, K̃p))
     * @param reverseDivergence D_λ[q : p]
     * @param sinkhornDivergence S_λ(p, q)
     * @param planDivergence KL[P(p, p) : P(p, q)], or null where it is infinite
     * @param undefined why numbers are missing, or null where none is
     */
    public record Divergences(
            @Nullable Double divergence,
            @Nullable Double reverseDivergence,
            @Nullable Double sinkhornDivergence,
            @Nullable Double planDivergence,
            @Nullable String undefined) {
        /** Returns the divergences of problems that have none. */
        public static Divergences none(String reason) {
            return new Divergences(null, null, null, null, reason);
        }
    }

    /**
     * How far a plan is right.
     *
     * @param marginalError Σ|row sums − p| + Σ|column sums − q|
     * @param sweeps sweeps of scaling
     * @param newtonSteps Newton steps
     * @param converged whether the plan, and those behind the divergences, have marginals right to the tolerance
     */
    public record Solution(double marginalError, int sweeps, int newtonSteps, boolean converged) {}
}
