package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.DenseEigen;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.lanczos.LanczosConfig.End;
import io.github.fisherscope.spectra.lanczos.LanczosResult.Stop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The K largest (or smallest) eigenvalues of a symmetric operator by the thick-restart Lanczos method, with single vectors
 * or blocks.
 *
 * <p><b>Method.</b> A Krylov basis V with {@code A V₁ = V H} is grown to m vectors; the eigenpairs of VᵀAV (Ritz pairs)
 * are computed densely; the best ones and the waiting block are kept and the basis grows again (K. Wu and H. Simon, SIAM
 * J. Matrix Anal. Appl. 22 (2000) 602-616). Deviations: H is formed from all orthogonalisation coefficients rather than
 * from the three-term recurrence; blocks lose directions that break down; a converged answer is challenged with fresh
 * random directions (see {@link LanczosConfig#confirmations()}), because a Krylov space of one vector holds one vector of
 * a multiple eigenvalue only.
 *
 * <p><b>Cost.</b> Operator calls as reported; 4nm flops per vector for orthogonality, 2nmK per restart, O(m³) for the
 * projected problem; memory 2 (m + b) n doubles, the images of the basis being kept beside it: they give the residuals at
 * the end without further products. Where the operator lives on a device with memory of its own, in float64, and the
 * vectors take no more than half of what is free there, they lie there too: coefficients and norms cross, and of vectors
 * those that the run starts from and those that it returns. Otherwise they lie on the host, in float64. <b>Error.</b> Each Ritz value lies within its residual norm of an
 * eigenvalue, and within residual²/gap. <b>Determinism.</b> Same operator, configuration and start give the same bits.
 */
public final class Lanczos {
    private static final double UNIT = Math.ulp(1.0);

    private final LanczosConfig config;

    private Lanczos(LanczosConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static Lanczos of(LanczosConfig config) {
        return new Lanczos(config);
    }

    /** Runs from {@link LanczosConfig#blockSize()} seeded Gaussian start vectors. */
    public LanczosResult run(SymmetricOperator operator) {
        return new Run(operator, List.of()).execute();
    }

    /**
     * Runs from start vectors of the caller, for example the eigenvectors found an epoch earlier. Dependent ones are
     * dropped; random ones fill the block up to the configured size.
     *
     * @throws IllegalArgumentException if a vector has the wrong length or an entry that is not finite, or if there are
     *     more vectors than the block has room for
     */
    public LanczosResult run(SymmetricOperator operator, List<RealVector> start) {
        Args.require(
                start.size() <= config.blockSize(),
                "%d start vectors were given but blockSize is %d; raise blockSize",
                start.size(),
                config.blockSize());
        for (RealVector v : start) {
            Args.requireSame("length of a start vector", v.size(), operator.dimension(), "give n entries");
            v.stream().forEach(x -> Args.requireFinite("entry of a start vector", x));
        }
        return new Run(operator, start).execute();
    }

    /** One run: the state that the loop changes. */
    private final class Run {
        private final SymmetricOperator operator;
        private final int n;
        private final int wanted;
        private final KrylovBasis basis;
        private final List<RealVector> start;
        private long randomIndex;
        private int restarts;
        private int confirmed;
        private double[] answer = {};

        Run(SymmetricOperator operator, List<RealVector> start) {
            this.n = Args.requireInRange("dimension of the operator", operator.dimension(), 1, Integer.MAX_VALUE);
            this.operator = config.end() == End.LARGEST ? operator : operator.times(-1);
            this.wanted = Math.min(config.top(), n);
            int capacity = (int) Math.min((long) config.maxBasis() + config.blockSize(), n);
            this.basis = new KrylovBasis(this.operator, capacity, config.reorthogonalization());
            this.start = start;
        }

        LanczosResult execute() {
            try (basis) {
                return iterate();
            }
        }

        private LanczosResult iterate() {
            for (RealVector v : start) {
                basis.add(v.toArray());
            }
            challenge(config.blockSize() - basis.size());
            while (true) {
                if (!grow()) {
                    return nonFinite();
                }
                DenseEigen ritz = basis.ritz();
                double worst = worstRelativeResidual(ritz);
                boolean whole = basis.processed() == n;
                if (whole) {
                    return finish(ritz, new Stop.WholeSpace(n));
                }
                if (worst <= config.tolerance()) {
                    confirmed = sameAsBefore(ritz) ? confirmed + 1 : 0;
                    if (confirmed >= config.confirmations()) {
                        return finish(ritz, new Stop.Converged(confirmed));
                    }
                    answer = Arrays.copyOf(ritz.values(), wanted);
                }
                boolean single = config.reorthogonalization() == Reorthogonalization.SELECTIVE && !basis.hasRoom();
                if (single || basis.operatorCalls() >= config.maxOperatorCalls()) {
                    return finish(ritz, new Stop.StepLimit(basis.operatorCalls(), worst));
                }
                prepareNextCycle(ritz, worst <= config.tolerance());
            }
        }

        /** Expands until the basis is full or nothing is left to expand; false if the operator gave NaN or infinity. */
        private boolean grow() {
            int nextCheck = Math.max(basis.processed() + 1, wanted + config.blockSize());
            while (basis.size() > basis.processed()) {
                if (!basis.hasRoom() || basis.operatorCalls() >= config.maxOperatorCalls()) {
                    return true;
                }
                if (!basis.expand()) {
                    return false;
                }
                boolean challenged = answer.length > 0;
                if (!challenged && basis.processed() >= nextCheck) {
                    if (worstRelativeResidual(basis.ritz()) <= config.tolerance()) {
                        return true;
                    }
                    nextCheck = basis.processed() + Math.max(4, basis.processed() / 10);
                }
            }
            return true;
        }

        private void prepareNextCycle(DenseEigen ritz, boolean challenged) {
            int p = basis.processed();
            if (challenged) {
                basis.lock(ritz, wanted);
                restarts++;
            } else if (!basis.hasRoom()) {
                int waiting = basis.size() - p;
                int most = basis.capacity() - 2 * Math.max(waiting, config.blockSize());
                basis.restart(ritz, Math.min(Math.min(wanted, p) + (p - Math.min(wanted, p)) / 2, most));
                restarts++;
            }
            if (basis.size() == basis.processed()) {
                challenge(config.blockSize());
            }
        }

        private void challenge(int count) {
            basis.addRandom(count, config.seed(), randomIndex);
            randomIndex += Math.max(0, count);
        }

        private boolean sameAsBefore(DenseEigen ritz) {
            if (answer.length == 0) {
                return false;
            }
            for (int i = 0; i < wanted; i++) {
                double allowed = 2 * config.tolerance() * scaleOf(ritz.values()[i]);
                if (!(Math.abs(ritz.values()[i] - answer[i]) <= allowed)) {
                    return false;
                }
            }
            return true;
        }

        private double scaleOf(double theta) {
            double floor = 10 * UNIT * Math.sqrt(n) * basis.norm() / config.tolerance();
            return Math.max(Math.abs(theta), floor);
        }

        private double worstRelativeResidual(DenseEigen ritz) {
            if (ritz.values().length < wanted) {
                return Double.POSITIVE_INFINITY;
            }
            double worst = 0;
            for (int i = 0; i < wanted; i++) {
                double bound = basis.residualBound(ritz.vectors()[i]);
                double relative = bound == 0 ? 0 : bound / scaleOf(ritz.values()[i]);
                worst = Math.max(worst, relative);
            }
            return worst;
        }

        private LanczosResult finish(DenseEigen ritz, Stop stop) {
            int k = Math.min(wanted, ritz.values().length);
            double[][] vectors = new double[k][];
            double[] bounds = new double[k];
            double[] residuals = new double[k];
            for (int i = 0; i < k; i++) {
                vectors[i] = new double[n];
                bounds[i] = basis.residualBound(ritz.vectors()[i]);
                residuals[i] = basis.ritz(ritz.vectors()[i], ritz.values()[i], vectors[i]);
            }
            return assemble(ritz.values(), k, residuals, bounds, vectors, basis.operatorCalls(), stop);
        }

        private LanczosResult nonFinite() {
            Stop stop = new Stop.NonFinite(basis.operatorCalls(), basis.nonFiniteIndex());
            double[] none = {};
            if (basis.processed() == 0) {
                return assemble(none, 0, none, none, new double[0][], basis.operatorCalls(), stop);
            }
            double[] values = basis.ritz().values();
            int k = Math.min(wanted, values.length);
            return assemble(values, k, none, none, new double[0][], basis.operatorCalls(), stop);
        }

        private LanczosResult assemble(
                double[] theta, int k, double[] residuals, double[] bounds, double[][] vectors, int calls, Stop stop) {
            boolean turn = config.end() == End.SMALLEST;
            return new LanczosResult(
                    turn ? reversed(theta, k, -1) : RealVector.of(Arrays.copyOf(theta, k)),
                    turn ? reversed(residuals, residuals.length, 1) : RealVector.of(residuals),
                    turn ? reversed(bounds, bounds.length, 1) : RealVector.of(bounds),
                    rows(vectors, turn),
                    orthogonality(vectors),
                    calls,
                    restarts,
                    stop);
        }
    }

    private static RealVector reversed(double[] values, int k, double sign) {
        double[] out = new double[k];
        for (int i = 0; i < k; i++) {
            out[i] = sign * values[k - 1 - i];
        }
        return RealVector.of(out);
    }

    private static List<RealVector> rows(double[][] vectors, boolean turn) {
        List<RealVector> rows = new ArrayList<>();
        for (int i = 0; i < vectors.length; i++) {
            rows.add(RealVector.of(vectors[turn ? vectors.length - 1 - i : i]));
        }
        return rows;
    }

    private static double orthogonality(double[][] vectors) {
        double worst = 0;
        for (int i = 0; i < vectors.length; i++) {
            for (int j = 0; j <= i; j++) {
                worst = Math.max(worst, Math.abs(Vectors.dot(vectors[i], vectors[j]) - (i == j ? 1 : 0)));
            }
        }
        return worst;
    }
}
