package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * Options of the thick-restart (block) Lanczos method; every instance is valid.
 *
 * @param top K, the number of wanted eigenvalues in [1, 100 000]; an operator of smaller dimension gives all it has
 * @param end which end of the spectrum is wanted
 * @param tolerance a Ritz pair counts as converged when ‖Av − θv‖ ≤ tolerance·|θ|; for tiny θ the floor of what rounding
 *     allows, 10 ε√n ‖A‖, is used instead
 * @param space the Krylov space
 * @param maxOperatorCalls the run stops after about so many applications (it finishes the block it has begun)
 * @param confirmations how often a converged answer is challenged with b fresh random vectors that are orthogonal to
 *     everything found; the run ends only when so many challenges in a row find nothing new. This is what finds further
 *     copies of a multiple eigenvalue; each costs about m − K calls
 * @param seed seed of start and challenge vectors
 */
public record LanczosConfig(
        int top, End end, double tolerance, Space space, int maxOperatorCalls, int confirmations, long seed) {

    /**
     * How the Krylov space is built.
     *
     * @param maxBasis m, largest number of basis vectors held, at least K + 2·blockSize; memory is 2m·n doubles. Larger is
     *     fewer operator calls and more memory
     * @param blockSize b ≥ 1, number of start vectors. A block method sees multiplicities up to b at once: use b ≥ C for a
     *     Fisher matrix with C outputs
     * @param reorthogonalization how orthogonality is kept
     */
    public record Space(int maxBasis, int blockSize, Reorthogonalization reorthogonalization) {
        public Space {
            Args.requireInRange("blockSize", blockSize, 1, 10_000);
            Objects.requireNonNull(reorthogonalization, "reorthogonalization");
        }
    }

    /** The end of the spectrum that is looked for. */
    public enum End {
        LARGEST,
        SMALLEST
    }

    public LanczosConfig {
        Args.requireInRange("top", top, 1, 100_000);
        Args.requireInRange("maxBasis", space.maxBasis(), top + 2 * space.blockSize(), 1_000_000);
        Args.requireInRange("maxOperatorCalls", maxOperatorCalls, 1, Integer.MAX_VALUE);
        Args.requireInRange("tolerance", tolerance, 1e-15, 0.5);
        Args.requireInRange("confirmations", confirmations, 0, 100);
        Objects.requireNonNull(end, "end");
        Args.require(
                space.reorthogonalization() == Reorthogonalization.FULL
                        || (space.blockSize() == 1 && confirmations == 0),
                "reorthogonalization SELECTIVE needs blockSize 1 and confirmations 0, not %d and %d; use FULL",
                space.blockSize(),
                confirmations);
    }

    /** Returns m, the largest number of basis vectors held. */
    public int maxBasis() {
        return space.maxBasis();
    }

    /** Returns b, the number of start vectors. */
    public int blockSize() {
        return space.blockSize();
    }

    /** Returns how orthogonality is kept. */
    public Reorthogonalization reorthogonalization() {
        return space.reorthogonalization();
    }

    /**
     * Returns defaults for the K largest eigenvalues: basis 2K + 40, tolerance 1e-9, single vectors, one confirmation,
     * seed 1, and at most 100 bases' worth of operator calls. The basis size follows the advice for ARPACK (at least 2K)
     * with a margin for small K.
     */
    public static LanczosConfig defaults(int top) {
        int basis = 2 * Args.requireInRange("top", top, 1, 100_000) + 40;
        Space space = new Space(basis, 1, Reorthogonalization.FULL);
        return new LanczosConfig(top, End.LARGEST, 1e-9, space, 100 * basis, 1, 1L);
    }

    private LanczosConfig with(Space other) {
        return new LanczosConfig(top, end, tolerance, other, maxOperatorCalls, confirmations, seed);
    }

    public LanczosConfig withMaxBasis(int m) {
        return with(new Space(m, blockSize(), reorthogonalization()));
    }

    public LanczosConfig withMaxOperatorCalls(int calls) {
        return new LanczosConfig(top, end, tolerance, space, calls, confirmations, seed);
    }

    public LanczosConfig withTolerance(double relativeResidual) {
        return new LanczosConfig(top, end, relativeResidual, space, maxOperatorCalls, confirmations, seed);
    }

    /** Returns a copy with block size b; the basis grows to at least K + 6b where it is smaller. */
    public LanczosConfig withBlockSize(int b) {
        int basis = Math.max(maxBasis(), top + 6 * Args.requireInRange("blockSize", b, 1, 10_000));
        return with(new Space(basis, b, reorthogonalization()));
    }

    public LanczosConfig withConfirmations(int challenges) {
        return new LanczosConfig(top, end, tolerance, space, maxOperatorCalls, challenges, seed);
    }

    public LanczosConfig withEnd(End wanted) {
        return new LanczosConfig(top, wanted, tolerance, space, maxOperatorCalls, confirmations, seed);
    }

    public LanczosConfig withReorthogonalization(Reorthogonalization kind) {
        return with(new Space(maxBasis(), blockSize(), kind));
    }

    public LanczosConfig withSeed(long value) {
        return new LanczosConfig(top, end, tolerance, space, maxOperatorCalls, confirmations, value);
    }
}
