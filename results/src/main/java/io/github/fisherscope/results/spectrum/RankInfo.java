package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import org.jspecify.annotations.Nullable;

/**
 * How many directions matter.
 *
 * @param count number of eigenvalues that were computed; all candidates min(P, CT) for an exact method
 * @param rank number of eigenvalues above {@code rankThreshold}, null when not all were computed
 * @param rankThreshold the threshold of {@code rank}, in units of the eigenvalues; null with it
 * @param zeroFraction 1 − rank/P, null with the rank
 * @param participationRatio (tr F)² / tr F²
 * @param effectiveRank tr F / λ_max
 */
public record RankInfo(
        long count,
        @Nullable Long rank,
        @Nullable Double rankThreshold,
        @Nullable Double zeroFraction,
        double participationRatio,
        double effectiveRank) {

    public RankInfo {
        Args.requireFinite("participationRatio", participationRatio);
        Args.requireFinite("effectiveRank", effectiveRank);
        if (zeroFraction != null) {
            Args.requireThat(
                    zeroFraction >= 0 && zeroFraction <= 1,
                    "zeroFraction",
                    zeroFraction,
                    "it must lie between 0 and 1");
        }
        boolean known = rank != null;
        Args.require(
                known == (rankThreshold != null) && known == (zeroFraction != null),
                "rank is %s, but not rankThreshold and zeroFraction; give all three or none",
                known ? "given" : "missing");
    }
}
