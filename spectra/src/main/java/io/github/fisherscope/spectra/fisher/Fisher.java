package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrix F (P × P) of a network at a data set, for scripts: a question is one call, and which side of the
 * duality, which block size and how many zeros an answer takes is not the caller's business.
 *
 * <pre>{@code
 * Fisher fisher = Fisher.of(network, data);
 * double largest = fisher.largest(10).value(0);
 * double trace = fisher.trace();
 * SpectralDensity density = fisher.density();
 * }</pre>
 *
 * <p>F is {@code (1/T) Σ_t J_tᵀ Q_t J_t}, the mean over samples, with biases among the parameters; the likelihood is
 * Gaussian of unit variance unless {@link #withLikelihood} says otherwise. Immutable; may be used from several threads.
 * Nothing needs to be closed: every question frees what it used, and the backend is one for the whole program unless
 * {@link #on} names another. The same question has the same answer, bit for bit.
 */
public final class Fisher {
    private final FisherSource source;
    private final FisherRequest request;
    private final @Nullable Backend given;

    private Fisher(FisherSource source, FisherRequest request, @Nullable Backend given) {
        this.source = source;
        this.request = Objects.requireNonNull(request, "request");
        this.given = given;
    }

    /** Returns the Fisher matrix of the Gaussian likelihood of unit variance, {@code (1/T) Σ_t J_tᵀ J_t}. */
    public static Fisher of(NeuralNetwork network, Dataset data) {
        Objects.requireNonNull(data, "data");
        Args.requireSame(
                "the number of inputs of the data", data.inputs(), network.inputs(), "it must be the network's");
        return new Fisher(new ChainSource(network, data), FisherRequest.exact(new Likelihood.Gaussian(1)), null);
    }

    /**
     * Returns the same for a network of any layers. The likelihood applies at every position of the output, F is the mean over
     * samples and positions, and what is said of layers is said of parameter tensors. A graph that is a chain of dense layers
     * is taken as the fully connected network that it is.
     */
    public static Fisher of(GraphNetwork network, Dataset data) {
        Objects.requireNonNull(data, "data");
        if (FullyConnected.recognize(network.graph()).covers()) {
            return of(FullyConnected.network(network), data);
        }
        Args.requireSame(
                "the number of inputs of the data",
                data.inputs(),
                network.graph().input().size(),
                "the network takes inputs of shape " + network.graph().input());
        return new Fisher(new GraphSource(network, data), FisherRequest.exact(new Likelihood.Gaussian(1)), null);
    }

    /** Returns the Fisher matrix of another likelihood. Labels that were given stay. */
    public Fisher withLikelihood(Likelihood likelihood) {
        FisherRequest changed = request instanceof FisherRequest.Empirical empirical
                ? FisherRequest.empirical(likelihood, empirical.labels())
                : FisherRequest.exact(likelihood);
        return with(changed.withOutputActivation(request.outputActivation()));
    }

    /**
     * Returns the empirical Fisher matrix, the mean of {@code ∇ℓ_t ∇ℓ_tᵀ} over the samples with these labels, in place of the
     * mean over the model's own labels.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Fisher withLabels(Labels labels) {
        return with(
                FisherRequest.empirical(request.likelihood(), labels).withOutputActivation(request.outputActivation()));
    }

    /** Returns the Fisher matrix that a request describes: labels drawn from the model, or outputs with an activation. */
    public Fisher with(FisherRequest other) {
        return new Fisher(source, other, given);
    }

    /** Returns the same matrix computed on a backend of the caller's, which stays open. */
    public Fisher on(Backend backend) {
        return new Fisher(source, request, Objects.requireNonNull(backend, "backend"));
    }

    /** Returns P, the number of rows and of eigenvalues. */
    public long dimension() {
        return source.parameters();
    }

    /** Returns the number of eigenvalues that are zero because there are fewer rows than parameters, max(0, P − R·T). */
    public long certainZeros() {
        return Math.max(0, dimension() - rows());
    }

    /**
     * Returns the {@code count} largest eigenvalues, by block Lanczos to a relative residual of 1e-9; all that can differ
     * from zero if these are fewer. Error and cost: {@link Lanczos}.
     */
    public LargestEigenvalues largest(int count) {
        Args.requireInRange("count", count, 1, 100_000);
        return onSmallerSide(
                true,
                side -> new LargestEigenvalues(
                        lanczos(side, count), dimension(), v -> onSmallerSide(false, other -> other.toParameters(v))));
    }

    /** Returns tr F from norms of rows: exact up to rounding. One forward and one backward pass for all R rows. */
    public double trace() {
        return layerTraces().sum();
    }

    /** Returns tr F_l of the diagonal block of each layer. */
    public RealVector layerTraces() {
        return source.layerTraces(request, backend());
    }

    /**
     * Returns tr F², the squared Frobenius norm, exact up to rounding: from the tiles of the dual matrix, (R·T)² Σ M_l flops,
     * or from the columns of F, 8 T P² flops, whichever has fewer rows.
     */
    public double squaredNorm() {
        return source.squaredNorm(request, backend());
    }

    /**
     * Returns all eigenvalues by a direct eigensolver on the smaller of F and its dual. Cost: about 4/3 min(P, R·T)³ flops,
     * and the square of that number in memory.
     *
     * @throws IllegalArgumentException if both have too many rows; {@link #largest} and {@link #density} do not mind
     */
    public Spectrum eigenvalues() {
        return source.eigenvalues(request, backend());
    }

    /** Returns the distribution of all P eigenvalues with the default {@link QuadratureConfig}. */
    public SpectralDensity density() {
        return density(QuadratureConfig.defaults());
    }

    /**
     * Returns the distribution of all P eigenvalues by stochastic Lanczos quadrature. The C largest eigenvalues, or the R
     * largest where there are fewer labels than outputs, are found first and enter exactly, and so do the certain zeros.
     */
    public SpectralDensity density(QuadratureConfig config) {
        return onSmallerSide(true, side -> {
            LanczosResult top = lanczos(side, request.rowsPerSample(source.outputs()));
            return StochasticLanczosQuadrature.of(config)
                    .estimate(side, dimension(), top.ritzValues(), top.ritzVectors());
        });
    }

    /** Returns the P entries F_ii. */
    public RealVector diagonal() {
        return RealVector.of(streamed(WholeFisherMatrix::parameterDiagonal));
    }

    /** Returns {@code F v} for P numbers v. */
    public RealVector times(RealVector v) {
        requireParameters(v);
        double[] product = new double[v.size()];
        return streamed(fisher -> {
            fisher.apply(v.toArray(), product);
            return RealVector.of(product);
        });
    }

    /** Returns {@code vᵀ F v}; with the network's own parameters the squared Fisher-Rao norm. */
    public double quadraticForm(RealVector v) {
        requireParameters(v);
        return streamed(fisher -> fisher.quadraticForm(v.toArray()));
    }

    /** Returns {@code (F + ρI)⁻¹ b} for P numbers b and ρ &gt; 0, from the eigenvalues of the smaller side. */
    public RealVector solve(RealVector b, double damping) {
        requireParameters(b);
        return RealVector.of(source.solve(request, backend(), b.toArray(), damping));
    }

    /** Returns {@code log det(F + ρI)} over all P dimensions, ρ &gt; 0, from all eigenvalues. */
    public double logDeterminant(double damping) {
        return source.logDeterminant(request, backend(), damping);
    }

    /**
     * Returns the matrix in a form that is made once and answers many questions: a part or an approximation of F, or F
     * itself. It holds memory until it is closed or collected.
     */
    public FisherMatrix form(FisherForm form) {
        return source.form(form, request, backend());
    }

    private void requireParameters(RealVector v) {
        Args.requireSame("the length of the vector", v.size(), dimension(), "give one number per parameter");
    }

    private Backend backend() {
        return given == null ? SharedBackend.get() : given;
    }

    private long rows() {
        return (long) request.rowsPerSample(source.outputs()) * source.sites();
    }

    /** Runs block Lanczos: blocks of R vectors see the multiplicities that R outputs bring. */
    private LanczosResult lanczos(WholeFisherMatrix side, int count) {
        int wanted = Math.min(count, side.dimension());
        int outputs = request.rowsPerSample(source.outputs());
        int block = Math.min(Math.min(outputs, source.outputs()), side.dimension());
        LanczosConfig config =
                LanczosConfig.defaults(wanted).withBlockSize(block).withConfirmations(block >= wanted ? 0 : 1);
        return Lanczos.of(config).run(side, side.startVectors(block));
    }

    private <R> R streamed(Function<WholeFisherMatrix, R> question) {
        return source.onParameters(request, backend(), question);
    }

    private <R> R onSmallerSide(boolean many, Function<WholeFisherMatrix, R> question) {
        return source.onSmallerSide(request, backend(), many, question);
    }
}
