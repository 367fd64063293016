package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.network.Activation;
import java.util.List;

/**
 * The rank of the Fisher matrix as measured, and as predicted from the exact degeneracies of the network.
 *
 * <p>The prediction is an upper bound that holds with equality for generic weights and inputs: the least of (a) the rows
 * that the output factor can fill, {@code T · min(R, C)}, with C − 1 instead of C for the categorical likelihood, whose Q
 * has the null vector (1, …, 1); (b) P less the directions that {@linkplain #degeneracies degeneracies} explain.
 * Derivations: a unit with φ(su) = sφ(u) for s &gt; 0 allows rescaling; the product of L matrices whose narrowest width
 * is r is a C × M_0 matrix of rank r with C (M_0 + 1) numbers at most, of which r(C + M_0 − r) + C are independent.
 *
 * @param parameters P
 * @param rows n, the rows of the factor
 * @param measuredRank eigenvalues above n u λ_max
 * @param predictedRank the bound above
 * @param degeneracies what it was made of
 * @param rescalingResidual {@code √(vᵀFv / (λ_max vᵀv))} for a random combination v of all rescaling directions, 0 up to
 *     rounding (about 1e-16) if they are null directions; 0 if there are none
 */
public record SingularGeometry(
        long parameters,
        long rows,
        long measuredRank,
        long predictedRank,
        List<Degeneracy> degeneracies,
        double rescalingResidual) {
    public SingularGeometry {
        degeneracies = List.copyOf(degeneracies);
    }

    /**
     * Measures and predicts. Cost: the dual matrix and its eigenvectors, 9 n³ flops.
     *
     * @throws IllegalArgumentException if the request passes outputs through an activation, which is not analysed
     */
    public static SingularGeometry of(Linearization at, FisherRequest request) {
        Args.require(
                request.outputActivation() instanceof Activation.Identity,
                "outputs go through %s; degeneracies are predicted for linear outputs only",
                request.outputActivation().id());
        try (SpectralFisherMatrix f = FisherForms.spectral(FisherForm.DUAL, at, request)) {
            return of(at, request, f, f.rank(), f.eigenvalues().get(0));
        }
    }

    /**
     * Predicts, for a spectrum that was measured already. Cost: one backward pass and O(P).
     *
     * @param measuredRank number of eigenvalues above n u λ_max
     * @param largest λ_max
     * @throws IllegalArgumentException if the request passes outputs through an activation, which is not analysed
     */
    public static SingularGeometry of(Linearization at, FisherRequest request, long measuredRank, double largest) {
        Args.require(
                request.outputActivation() instanceof Activation.Identity,
                "outputs go through %s; degeneracies are predicted for linear outputs only",
                request.outputActivation().id());
        try (SpectralFisherMatrix f = FisherForms.spectral(FisherForm.DUAL, at, request)) {
            return of(at, request, f, measuredRank, largest);
        }
    }

    private static SingularGeometry of(
            Linearization at, FisherRequest request, SpectralFisherMatrix f, long measuredRank, double largest) {
        DegeneracySearch search = new DegeneracySearch(at, request);
        List<Degeneracy> found = search.degeneracies(filledRows(at, request));
        long predicted = at.network().parameters();
        for (Degeneracy d : found) {
            if (d.kind() != Degeneracy.Kind.FEW_SAMPLES) {
                predicted -= d.directions();
            }
        }
        predicted = Math.min(predicted, filledRows(at, request));
        int rows = Math.multiplyExact(request.rowsPerSample(at.outputCount()), at.samples());
        return new SingularGeometry(
                at.network().parameters(), rows, measuredRank, predicted, found, residual(f, largest, search));
    }

    /** Returns T · min(R, C), with C − 1 for the categorical likelihood. */
    static long filledRows(Linearization at, FisherRequest request) {
        int outputs = at.outputCount();
        int independent = request.likelihood().shiftInvariant() ? outputs - 1 : outputs;
        return (long) at.samples() * Math.min(request.rowsPerSample(outputs), independent);
    }

    private static double residual(SpectralFisherMatrix f, double largest, DegeneracySearch search) {
        double[] v = search.rescalingDirection();
        double squares = 0;
        for (double x : v) {
            squares += x * x;
        }
        return squares == 0 || largest <= 0 ? 0 : Math.sqrt(f.quadraticForm(v) / (largest * squares));
    }

    /** Returns P − measured rank, the dimension of the kernel. */
    public long kernelDimension() {
        return parameters - measuredRank;
    }

    /** Returns whether the measured rank is the predicted one. */
    public boolean asPredicted() {
        return measuredRank == predictedRank;
    }
}
