package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.LabelExpectation;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which Fisher matrix. */
final class FisherOptions {
    private static final int DEFAULT_CLASSES = 10;

    @Option(
            names = "--likelihood",
            paramLabel = "NAME",
            defaultValue = "gaussian",
            description = "gaussian (unit variance), categorical, bernoulli or poisson (default ${DEFAULT-VALUE}).")
    private String likelihood = "gaussian";

    @Option(
            names = "--label-expectation",
            paramLabel = "KIND",
            defaultValue = "exact",
            description = "Labels over which scores are averaged: exact (the expectation under the model, the Fisher"
                    + " matrix proper), monte-carlo (labels drawn from the model, --draws per sample), top-classes"
                    + " (the expectation over the --classes most probable classes and all others as one) or empirical"
                    + " (the labels of the data). Default ${DEFAULT-VALUE}.")
    private String labelExpectation = "exact";

    @Option(
            names = "--draws",
            paramLabel = "S",
            description = "Labels drawn per sample with --label-expectation monte-carlo (default 1).")
    private @Nullable Integer draws;

    @Option(
            names = "--classes",
            paramLabel = "K",
            description = "Classes told apart with --label-expectation top-classes (default 10).")
    private @Nullable Integer classes;

    @Option(
            names = "--form",
            paramLabel = "NAME",
            defaultValue = "full",
            description = "Which entries of the Fisher matrix: full, layers (one block per layer), units (per unit),"
                    + " diagonal, kronecker (K-FAC), eigen-kronecker or ekfac, block-tridiagonal or tridiagonal. For networks"
                    + " of any layers a layer is a parameter tensor and a unit an output channel; :reduce behind a Kronecker"
                    + " form, as kronecker:reduce, sums over the positions of a sample before it averages. Default"
                    + " ${DEFAULT-VALUE}; docs/concepts/fisher-forms.md says what each costs.")
    private String form = "full";

    @Option(
            names = "--normalization",
            paramLabel = "NAME",
            defaultValue = "none",
            description = "Normalisation of the network's outputs: none, mean-subtraction, batch-norm[:EPS] or"
                    + " layer-norm[:EPS] (default ${DEFAULT-VALUE}).")
    private String normalization = "none";

    @Option(
            names = "--matrix",
            paramLabel = "NAME",
            defaultValue = "fisher",
            description =
                    "fisher, or hessian: the Hessian of the loss on the labels of the data (--labels), the Fisher matrix"
                            + " and a residual term, or the metric that the outputs induce on the inputs (input-metric) or on inputs and"
                            + " hidden features (feature-metric). Default ${DEFAULT-VALUE}.")
    private String matrix = "fisher";

    @Option(
            names = "--theory",
            paramLabel = "as-if-random",
            description = "With --network, whose weights were not drawn: show theory of random weights beside the"
                    + " measurement, with the variances of the file's weights or with --weight-variance and"
                    + " --bias-variance. Without it a given network is measured and nothing is predicted.")
    private @Nullable String theory;

    /** Returns whether theory of random weights was asked for. */
    boolean asIfRandom() {
        if (theory != null && !theory.equals("as-if-random")) {
            throw new IllegalArgumentException(
                    "--theory %s is unknown; as-if-random is the only value".formatted(theory));
        }
        return theory != null;
    }

    /** Returns which matrix is measured. */
    StudiedMatrix matrix() {
        return StudiedMatrix.parse(matrix, form, normalization);
    }

    Likelihood likelihood() {
        return Likelihood.parse(likelihood);
    }

    /** Returns whether observed labels play a part. */
    boolean usesLabels() {
        return labelExpectation.equals(LabelExpectation.EMPIRICAL.id()) || hessian();
    }

    private boolean hessian() {
        return matrix() instanceof StudiedMatrix.Hessian;
    }

    /** Returns a request that makes matrices of the same size, without any labels. */
    FisherRequest sized() {
        if (hessian()) {
            requireExactExpectation();
            return FisherRequest.exact(Likelihood.parse(likelihood));
        }
        return usesLabels() ? FisherRequest.monteCarlo(Likelihood.parse(likelihood), 1, 1) : request(null, 1);
    }

    /**
     * Returns the matrix asked for.
     *
     * @param seed seed of drawn labels
     */
    FisherRequest request(@Nullable Dataset dataset, long seed) {
        Likelihood chosen = Likelihood.parse(likelihood);
        if (hessian()) {
            requireExactExpectation();
            requireLabels(dataset);
        }
        boolean drawn = labelExpectation.equals(LabelExpectation.MONTE_CARLO.id());
        if (draws != null && !drawn) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "--draws %d needs --label-expectation monte-carlo; give it too", draws));
        }
        boolean top = labelExpectation.equals(LabelExpectation.TOP_CLASSES.id());
        if (classes != null && !top) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "--classes %d needs --label-expectation top-classes; give it too", classes));
        }
        if (top) {
            return FisherRequest.topClasses(chosen, classes == null ? DEFAULT_CLASSES : classes);
        }
        if (drawn) {
            return FisherRequest.monteCarlo(chosen, draws == null ? 1 : draws, seed);
        }
        if (labelExpectation.equals(LabelExpectation.EMPIRICAL.id())) {
            if (dataset == null || dataset.labels() instanceof Labels.None) {
                throw new IllegalArgumentException(
                        "--label-expectation empirical needs the labels of the data; give --data FILE and --labels FILE or --label-column");
            }
            return FisherRequest.empirical(chosen, dataset.labels());
        }
        if (labelExpectation.equals(LabelExpectation.EXACT.id())) {
            return FisherRequest.exact(chosen);
        }
        throw new IllegalArgumentException(
                "--label-expectation %s is unknown; choose one of exact, monte-carlo, top-classes, empirical"
                        .formatted(labelExpectation));
    }

    /**
     * Returns the request with a label for each position of an output.
     *
     * @param labels where they come from
     */
    static FisherRequest.Empirical fitting(
            FisherRequest.Empirical request, Dataset dataset, NetworkSource source, String labels) {
        try {
            FisherRequest.Empirical whole = request;
            int sites = dataset.samples();
            if (source instanceof NetworkSource.AnyLayers any) {
                whole = FisherRequest.empirical(
                        request.likelihood(), ObservedLabels.atPositions(request.labels(), sites, any.graph()));
                sites = Math.multiplyExact(sites, any.graph().output().positions());
            }
            whole.requireFitting(sites, source.outputs());
            return whole;
        } catch (InvalidArgumentException e) {
            throw e; // knows its argument
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(labels + ": " + e.getMessage(), e);
        }
    }

    /** The Fisher matrix beside the Hessian of a loss is the expectation under the model. */
    private void requireExactExpectation() {
        if (!labelExpectation.equals(LabelExpectation.EXACT.id())) {
            throw new IllegalArgumentException(
                    "--label-expectation %s plays no part in --matrix hessian, which is that of the loss on the labels given; leave it out"
                            .formatted(labelExpectation));
        }
    }

    private static void requireLabels(@Nullable Dataset dataset) {
        if (dataset == null || dataset.labels() instanceof Labels.None) {
            throw new IllegalArgumentException(
                    "--matrix hessian needs the labels of the data, on which the loss is; give --data FILE and --labels FILE");
        }
    }
}
