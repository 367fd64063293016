package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Makes Fisher matrices in every form.
 *
 * <pre>{@code
 * try (Linearization at = Linearization.of(network, data, backend);
 *         FisherMatrix f = FisherForms.of(FisherForm.LAYERS, at, FisherRequest.exact(likelihood))) {
 *     double[] step = f.solve(gradient, 1e-3);
 * }
 * }</pre>
 */
public final class FisherForms {
    private FisherForms() {}

    /**
     * Returns the Fisher matrix in the form asked for.
     *
     * @param at the linearised network, which must stay open while the matrix is in use
     */
    public static FisherMatrix of(FisherForm form, Linearization at, FisherRequest request) {
        return form == FisherForm.IMPLICIT ? FisherRoutes.products(at, request) : spectral(form, at, request);
    }

    /** Returns what a form costs, told by the form. */
    public static FisherPrice price(FisherForm form, ProblemSize size) {
        return switch (form) {
            case DENSE -> DenseForm.price(size);
            case IMPLICIT -> FisherRoutes.priceOfProducts(size);
            case DUAL -> FactoredForm.price(size);
            case LAYERS -> BlockDiagonalForm.priceOfLayers(size);
            case UNITS -> BlockDiagonalForm.priceOfUnits(size);
            case DIAGONAL -> DiagonalForm.price(size);
            case KRONECKER -> KroneckerForm.price(size);
            case EIGEN_KRONECKER -> EigenKroneckerForm.price(size);
            case BLOCK_TRIDIAGONAL -> BlockTridiagonalForm.price(size);
        };
    }

    /**
     * Returns the Fisher matrix in a form that has eigenvalues: any but {@link FisherForm#IMPLICIT}.
     *
     * @throws IllegalArgumentException for the implicit form
     */
    public static SpectralFisherMatrix spectral(FisherForm form, Linearization at, FisherRequest request) {
        return switch (form) {
            case DENSE -> dense(at, request);
            case DUAL -> dual(at, request);
            case LAYERS -> layers(at, request);
            case UNITS -> units(at, request);
            case DIAGONAL -> diagonal(at, request);
            case KRONECKER -> kronecker(at, request);
            case EIGEN_KRONECKER -> eigenKronecker(at, request);
            case BLOCK_TRIDIAGONAL -> blockTridiagonal(at, request);
            case IMPLICIT ->
                throw new IllegalArgumentException(
                        "the implicit form knows products and no eigenvalues; use dual, or Lanczos on its products");
        };
    }

    /**
     * Returns the Fisher matrix in the form asked for together with the linearisation it is made from: closing the matrix
     * closes that too.
     *
     * @param at the linearised network, given up by the caller
     */
    public static FisherMatrix owning(FisherForm form, Linearization at, FisherRequest request) {
        try {
            return form == FisherForm.IMPLICIT
                    ? FisherRoutes.owningProducts(at, request)
                    : new OwningForm(spectral(form, at, request), at);
        } catch (RuntimeException | Error e) {
            at.close();
            throw e;
        }
    }

    private static SpectralFisherMatrix dense(Linearization at, FisherRequest request) {
        try (ScoreJacobian jacobian = ScoreJacobian.of(at, request)) {
            return DenseForm.of(jacobian);
        }
    }

    private static SpectralFisherMatrix dual(Linearization at, FisherRequest request) {
        ScoreJacobian jacobian = ScoreJacobian.of(at, request);
        return new FactoredForm(FisherForm.DUAL, new RowFactors.Whole(jacobian), jacobian);
    }

    /** Returns one {@link FactoredForm} per layer. */
    private static SpectralFisherMatrix layers(Linearization at, FisherRequest request) {
        ScoreJacobian jacobian = ScoreJacobian.of(at, request);
        return perLayer(
                FisherForm.LAYERS,
                jacobian,
                l -> new FactoredForm(FisherForm.LAYERS, new RowFactors.Layer(jacobian, l), null));
    }

    /** Returns one {@link KroneckerForm} per layer. */
    private static SpectralFisherMatrix kronecker(Linearization at, FisherRequest request) {
        ScoreJacobian jacobian = ScoreJacobian.of(at, request);
        return perLayer(FisherForm.KRONECKER, jacobian, l -> new KroneckerForm(KroneckerFactors.of(jacobian, l)));
    }

    /** Returns one {@link EigenKroneckerForm} per layer. */
    private static SpectralFisherMatrix eigenKronecker(Linearization at, FisherRequest request) {
        ScoreJacobian jacobian = ScoreJacobian.of(at, request);
        return perLayer(FisherForm.EIGEN_KRONECKER, jacobian, l -> EigenKroneckerForm.of(jacobian, l));
    }

    private static BlockDiagonalForm perLayer(
            FisherForm form, ScoreJacobian jacobian, IntFunction<SpectralFisherMatrix> block) {
        List<BlockDiagonalForm.Block> blocks = new ArrayList<>();
        for (int l = 1; l <= jacobian.layout().depth(); l++) {
            int first = Math.toIntExact(jacobian.layout().weightOffset(l));
            blocks.add(new BlockDiagonalForm.Block(
                    new ParameterSet.Run(first, jacobian.parameters(l), -1), block.apply(l)));
        }
        return new BlockDiagonalForm(form, blocks, jacobian::close);
    }

    /**
     * Returns one {@link FactoredForm} per unit, {@code (1/T) Σ_t (Σ_r δ²_rt) ĥ_t ĥ_tᵀ}. Decompositions of all blocks take
     * Σ min(T, length of ĥ)² numbers.
     */
    private static SpectralFisherMatrix units(Linearization at, FisherRequest request) {
        ScoreJacobian jacobian = ScoreJacobian.of(at, request);
        ParameterLayout layout = jacobian.layout();
        List<BlockDiagonalForm.Block> blocks = new ArrayList<>();
        for (int l = 1; l <= layout.depth(); l++) {
            int fanIn = layout.layer(l).inputs();
            int weights = Math.toIntExact(layout.weightOffset(l));
            int biases = Math.toIntExact(layout.biasOffset(l));
            try (Matrix squares = jacobian.squaredSensitivities(l)) {
                for (int i = 0; i < layout.layer(l).outputs(); i++) {
                    RowFactor factor = new RowFactors.Unit(jacobian, l, squares, i);
                    blocks.add(new BlockDiagonalForm.Block(
                            new ParameterSet.Run(
                                    weights + i * fanIn, fanIn, layout.layer(l).bias() ? biases + i : -1),
                            new FactoredForm(FisherForm.UNITS, factor, null)));
                }
            }
        }
        return new BlockDiagonalForm(FisherForm.UNITS, blocks, jacobian::close);
    }

    private static SpectralFisherMatrix diagonal(Linearization at, FisherRequest request) {
        return new DiagonalForm(FisherDiagonal.of(at, request).toArray());
    }

    private static SpectralFisherMatrix blockTridiagonal(Linearization at, FisherRequest request) {
        return new BlockTridiagonalForm(ScoreJacobian.of(at, request));
    }
}
