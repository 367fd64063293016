package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.gaussian.ConditionalLaw;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;
import io.github.fisherscope.meanfield.kernel.LayerKernels;
import io.github.fisherscope.meanfield.kernel.LayerKernels.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How noise of each kind is spread over the eigenvectors of the infinite-width kernel of given inputs, relative to its mean in
 * a network whose samples are all alike. Covariances are taken to be diagonal in this basis.
 *
 * @param kernel eigenvalues of Θ_L without those of outliers, descending
 * @param inputs x_s·x_t/M_0 in the basis
 * @param forward entry l − 1: profile of the forward noise of layer l
 * @param backward that of the backward noise
 * @param weights that of the weights' own noise
 */
record DataProfiles(
        RealVector kernel,
        RealVector inputs,
        List<RealVector> forward,
        List<RealVector> backward,
        List<RealVector> weights) {
    private static final double FLOOR = 1e-3;
    private static final double NOTHING = 1e-6;

    DataProfiles {
        forward = List.copyOf(forward);
        backward = List.copyOf(backward);
        weights = List.copyOf(weights);
    }

    /**
     * Evaluates them. Cost: the eigenvectors of a T×T matrix and 4L products of such matrices, on all cores.
     *
     * @param outliers number of largest eigenvalues to leave out
     */
    static DataProfiles of(BulkNetwork n, LayerKernels kernels, int outliers) {
        int samples = kernels.samples();
        SymmetricEigen eigen =
                SymmetricEigen.of(kernels.entries(Kind.KERNEL, n.depth()).toArray(), samples);
        List<RealVector> basis = new ArrayList<>();
        double[] values = new double[samples - outliers];
        for (int i = 0; i < values.length; i++) {
            int row = i + outliers;
            values[i] = eigen.value(row);
            basis.add(RealVector.of(IntStream.range(0, samples)
                    .mapToDouble(j -> eigen.vector(row, j))
                    .toArray()));
        }
        List<RealVector> forward = new ArrayList<>();
        List<RealVector> backward = new ArrayList<>();
        List<RealVector> weights = new ArrayList<>();
        RealVector below = in(basis, kernels, Kind.ACTIVATIONS, 0);
        RealVector inputs = below;
        for (int l = 1; l < n.depth(); l++) {
            RealVector own = in(basis, kernels, Kind.ACTIVATIONS, l);
            RealVector slopes = in(basis, kernels, Kind.SLOPES, l);
            Means m = Means.of(n, l);
            forward.add(profile(own, below, m.slope * n.weightVariance(), null, 0, m.forward, m.forwardScale));
            backward.add(profile(slopes, below, m.curvature * n.weightVariance(), null, 0, m.backward, m.slopeSquare));
            RealVector above = in(basis, kernels, Kind.SENSITIVITIES, l + 1);
            double pair = n.order().qTildePair(l + 1);
            double rest = n.order().qTilde(l + 1) - pair;
            RealVector sensitivities = scaled(in(basis, kernels, Kind.SENSITIVITIES, l), 1 / n.weightVariance());
            weights.add(profile(
                    sensitivities,
                    slopes,
                    pair,
                    above,
                    m.slope,
                    (m.slopeSquare - m.slope) * rest,
                    m.slopeSquare * n.order().qTilde(l + 1)));
            below = own;
        }
        return new DataProfiles(RealVector.of(values), inputs, forward, backward, weights);
    }

    /** Averages over a layer's units. */
    private record Means(
            double slope, double slopeSquare, double curvature, double forward, double forwardScale, double backward) {
        static Means of(BulkNetwork n, int l) {
            ConditionalLaw law = n.law(l);
            double own = n.order().q(l) - n.shared(l);
            double variance = law.average(j -> law.moment(j, 2, 0) - law.moment(j, 1, 0) * law.moment(j, 1, 0));
            double slope = n.slopeProduct(l);
            double square = n.slopeSquare(l);
            return new Means(
                    slope,
                    square,
                    n.curvatureProduct(l),
                    variance - slope * own,
                    variance,
                    square - slope - n.curvatureProduct(l) * own);
        }
    }

    /** Returns vᵀAv for every vector of the basis. */
    private static RealVector in(List<RealVector> basis, LayerKernels kernels, Kind kind, int l) {
        return RealVector.of(IntStream.range(0, basis.size())
                .parallel()
                .mapToDouble(i -> kernels.form(kind, l, basis.get(i)))
                .toArray());
    }

    private static RealVector scaled(RealVector v, double factor) {
        return RealVector.of(v.stream().map(x -> x * factor).toArray());
    }

    /** Returns (whole − share · linear − otherShare · other)/mean, at least a small number; 1 where the mean vanishes. */
    private static RealVector profile(
            RealVector whole,
            RealVector linear,
            double share,
            @Nullable RealVector other,
            double otherShare,
            double mean,
            double typical) {
        double[] p = new double[whole.size()];
        for (int i = 0; i < p.length; i++) {
            double noise = whole.get(i) - share * linear.get(i) - (other == null ? 0 : otherShare * other.get(i));
            p[i] = mean > NOTHING * typical ? Math.max(noise / mean, FLOOR) : 1;
        }
        return RealVector.of(p);
    }
}
