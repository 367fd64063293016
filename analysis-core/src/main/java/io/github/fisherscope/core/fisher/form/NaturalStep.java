package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.SingularValues;

/**
 * The natural gradient of a loss with gradient {@code g = Gᵀ w}, where {@code F = GᵀG} is the Fisher matrix of the same
 * likelihood: its residuals w are known, so that neither inverse needs the square of the condition of G where a form keeps
 * its factor.
 */
public final class NaturalStep {
    /** Most entries of a factor that is decomposed into singular values: 400 MB, and three times that while it happens. */
    public static final long LARGEST_FACTOR = 50_000_000;

    private NaturalStep() {}

    /**
     * Returns {@code (F + ρI)⁻¹ g}, its norm at most {@code ‖w‖/(2√ρ)}. On forms with a factor it is
     * {@code Gᵀ(K + ρI)⁻¹ w}; on others {@link SpectralFisherMatrix#solve}.
     *
     * @param w the residuals, entry {@code r·T + t}
     * @param g the gradient, P numbers
     * @param damping ρ &gt; 0
     */
    public static double[] damped(SpectralFisherMatrix fisher, double[] w, double[] g, double damping) {
        Args.requirePositive("damping", damping);
        return fisher instanceof BlockDiagonalForm blocks
                ? blocks.blockwise(g, (block, part) -> dampedBlock(block, w, part, damping))
                : dampedBlock(fisher, w, g, damping);
    }

    private static double[] dampedBlock(SpectralFisherMatrix block, double[] w, double[] g, double damping) {
        return block instanceof FactoredForm factored && ofResiduals(factored)
                ? factored.solveFromDual(w, damping)
                : block.solve(g, damping);
    }

    /** Returns whether the rows of a factor are those of G: a unit's rows have lost the signs of their sensitivities. */
    private static boolean ofResiduals(FactoredForm block) {
        return block.form() != FisherForm.UNITS;
    }

    /**
     * Returns {@code F⁺ g}. Forms with a factor are decided by its singular values, {@code G⁺ w}; on the others an eigenvalue
     * counts as zero up to the square of the cutoff, or up to what rounding leaves.
     *
     * @param cutoff singular values of G up to this fraction of its largest one count as zero; in [0, 1)
     * @throws InvalidArgumentException if a factor has more than {@link #LARGEST_FACTOR} entries
     */
    public static double[] pseudoInverse(SpectralFisherMatrix fisher, double[] w, double[] g, double cutoff) {
        Args.require(cutoff >= 0 && cutoff < 1, "cutoff is %s; it must lie in [0, 1)", cutoff);
        return fisher instanceof BlockDiagonalForm blocks
                ? blocks.blockwise(g, (block, part) -> pseudoBlock(block, w, part, cutoff))
                : pseudoBlock(fisher, w, g, cutoff);
    }

    private static double[] pseudoBlock(SpectralFisherMatrix block, double[] w, double[] g, double cutoff) {
        if (!(block instanceof FactoredForm factored)) {
            double squared = cutoff * cutoff;
            boolean seen = squared * block.largestMagnitude() > block.cutoff();
            return block.pseudoSolve(g, seen ? squared : 0);
        }
        SingularValues values = singularValues(factored);
        return ofResiduals(factored) ? values.pseudoSolve(w, cutoff) : values.pseudoSolveNormal(g, cutoff);
    }

    /** Decomposes a factor, which is formed row by row for it. */
    static SingularValues singularValues(FactoredForm form) {
        int rows = form.rows();
        int columns = form.dimension();
        if ((long) rows * columns > LARGEST_FACTOR) {
            throw InvalidArgumentException.of(
                    "cutoff",
                    rows + " x " + columns,
                    "that is the size of the factor to decompose, and it may have %s entries".formatted(LARGEST_FACTOR),
                    "give a damping instead, which needs no decomposition of this size");
        }
        double[] entries = new double[rows * columns];
        double[] unit = new double[rows];
        for (int i = 0; i < rows; i++) {
            unit[i] = 1;
            System.arraycopy(form.fromDual(unit), 0, entries, i * columns, columns);
            unit[i] = 0;
        }
        return SingularValues.of(entries, rows, columns);
    }
}
