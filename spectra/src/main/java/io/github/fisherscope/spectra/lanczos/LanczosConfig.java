package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * Options of the thick-restart (block) Lanczos method; every instance is valid.
 *
 * @param top K, the number of wanted eigenvalues in [1, 100 000]; an operator of smaller dimension gives all it has
 * @param maxBasis m, largest number of basis vectors held, at least K + 2·blockSize; memory is 2m·n doubles. Larger is
 *     fewer operator calls and more memory
 * @param maxOperatorCalls the run stops after about so many applications (it finishes the block it has begun)
 * @param tolerance a Ritz pair counts as converged when ‖Av − θv‖ ≤ tolerance·|θ|; for tiny θ the floor of what rounding
 *     allows, 10 ε√n ‖A‖, is used instead
 * @param blockSize b ≥ 1, number of start vectors. A block method sees multiplicities up to b at once: use b ≥ C for a
 *     Fisher matrix with C outputs
 * @param confirmations how often a converged answer is challenged with b fresh random vectors that are orthogonal to
 *     everything found; the run ends only when so many challenges in a row find nothing new. This is what finds further
 *     copies of a multiple eigenvalue; each costs about m − K calls
 * @param end which end of the spectrum is wanted
 * @param reorthogonalization how orthogonality is kept
 * @param seed seed of start and challenge vectors
 */
public record LanczosConfig(
        int top,
        int maxBasis,
        int maxOperatorCalls,
        double tolerance,
        int blockSize,
        int confirmations,
        End end,
        Reorthogonalization reorthogonalization,
        long seed) {

    /** The end of the spectrum that is looked for. */
    public enum End {
        LARGEST,
        SMALLEST
    }

    public LanczosConfig {
        Args.requireInRange("top", top, 1, 100_000);
        Args.requireInRange("blockSize", blockSize, 1, 10_000);
        Args.requireInRange("maxBasis", maxBasis, top + 2 * blockSize, 1_000_000);
        Args.requireInRange("maxOperatorCalls", maxOperatorCalls, 1, Integer.MAX_VALUE);
        Args.requireInRange("tolerance", tolerance, 1e-15, 0.5);
        Args.requireInRange("confirmations", confirmations, 0, 100);
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(reorthogonalization, "reorthogonalization");
        Args.require(
                reorthogonalization == Reorthogonalization.FULL || (blockSize == 1 && confirmations == 0),
                "reorthogonalization SELECTIVE needs blockSize 1 and confirmations 0, not %d and %d; use FULL",
                blockSize,
                confirmations);
    }

    /**
     * Returns defaults for the K largest eigenvalues: basis 2K + 40, tolerance 1e-9, single vectors, one confirmation,
     * seed 1, and at most 100 bases' worth of operator calls. The basis size follows the advice for ARPACK (at least 2K)
     * with a margin for small K.
     */
    public static LanczosConfig defaults(int top) {
        int basis = 2 * Args.requireInRange("top", top, 1, 100_000) + 40;
        return new LanczosConfig(top, basis, 100 * basis, 1e-9, 1, 1, End.LARGEST, Reorthogonalization.FULL, 1L);
    }

    public LanczosConfig withMaxBasis(int m) {
        return new LanczosConfig(
                top, m, maxOperatorCalls, tolerance, blockSize, confirmations, end, reorthogonalization, seed);
    }

    public LanczosConfig withMaxOperatorCalls(int calls) {
        return new LanczosConfig(
                top, maxBasis, calls, tolerance, blockSize, confirmations, end, reorthogonalization, seed);
    }

    public LanczosConfig withTolerance(double relativeResidual) {
        return new LanczosConfig(
                top,
                maxBasis,
                maxOperatorCalls,
                relativeResidual,
                blockSize,
                confirmations,
                end,
                reorthogonalization,
                seed);
    }

    /** Returns a copy with block size b; the basis grows to at least K + 6b where it is smaller. */
    public LanczosConfig withBlockSize(int b) {
        int basis = Math.max(maxBasis, top + 6 * Args.requireInRange("blockSize", b, 1, 10_000));
        return new LanczosConfig(
                top, basis, maxOperatorCalls, tolerance, b, confirmations, end, reorthogonalization, seed);
    }

    public LanczosConfig withConfirmations(int challenges) {
        return new LanczosConfig(
                top, maxBasis, maxOperatorCalls, tolerance, blockSize, challenges, end, reorthogonalization, seed);
    }

    public LanczosConfig withEnd(End wanted) {
        return new LanczosConfig(
                top,
                maxBasis,
                maxOperatorCalls,
                tolerance,
                blockSize,
                confirmations,
                wanted,
                reorthogonalization,
                seed);
    }

    public LanczosConfig withReorthogonalization(Reorthogonalization kind) {
        return new LanczosConfig(top, maxBasis, maxOperatorCalls, tolerance, blockSize, confirmations, end, kind, seed);
    }

    public LanczosConfig withSeed(long value) {
        return new LanczosConfig(
                top, maxBasis, maxOperatorCalls, tolerance, blockSize, confirmations, end, reorthogonalization, value);
    }
}
