package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.fisher.FeatureMetric;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.LossHessian;
import io.github.fisherscope.core.fisher.NormalizedFisher;
import io.github.fisherscope.core.fisher.OutputNormalization;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.form.FisherForms;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which matrix of a network a study measures; every instance is valid. */
public sealed interface StudiedMatrix {
    /** Returns the form as it stands in results: {@code full}, or the form's own name. */
    default String form() {
        return "full";
    }

    /** Returns {@code fisher}, {@code hessian}, {@code input-metric} or {@code feature-metric}. */
    default String id() {
        return "fisher";
    }

    /** Returns the normalisation of the outputs, or null for none. */
    default @Nullable String normalization() {
        return null;
    }

    /** Returns what all eigenvalues of the matrix cost, told by the class that finds them. */
    FisherPrice price(ProblemSize size);

    /** Returns in words what was measured, fit to stand before "of a network". */
    String words(FisherRequest request);

    /**
     * Returns one sentence with normalisation, factors and what the rows of the matrix are.
     *
     * @param layout the parameters of the network
     */
    String conventions(FisherRequest request, ParameterLayout layout);

    /**
     * Returns the same sentence for a network of any layers.
     *
     * @param positions of the output of a sample, at each of which the likelihood applies
     */
    default String conventionsOfGraph(FisherRequest request, int positions) {
        String mean = positions == 1
                ? "mean over samples"
                : "mean over samples and the " + positions + " positions of an output (t counts both)";
        return Whole.conventions(request, mean, "all parameter tensors");
    }

    /** Returns the name of the matrix by the labels over which it averages. */
    private static String name(FisherRequest request) {
        return switch (request.labelExpectation()) {
            case EXACT -> "Fisher information matrix";
            case MONTE_CARLO -> "Monte Carlo estimate of the Fisher information matrix";
            case TOP_CLASSES -> "Fisher information matrix of the most probable classes";
            case EMPIRICAL -> "empirical Fisher matrix";
        };
    }

    /** The Fisher matrix with all its entries. */
    record Whole() implements StudiedMatrix {
        @Override
        public FisherPrice price(ProblemSize size) {
            return FisherRoutes.priceOfDualEntries(size);
        }

        @Override
        public String words(FisherRequest request) {
            return "The " + name(request);
        }

        @Override
        public String conventions(FisherRequest request, ParameterLayout layout) {
            return conventions(request, "mean over samples", parameters(layout));
        }

        static String conventions(FisherRequest request, String mean, String parameters) {
            String formula = request instanceof FisherRequest.Exact
                    ? "F = (1/T) Σ_t J_tᵀ Q_t J_t"
                    : "F = (1/T) Σ_t J_tᵀ Q_t J_t with Q_t = mean of s sᵀ over the labels, s = ∂ log p(y|f)/∂f";
            return formula + ": " + mean + ", sum over outputs, " + parameters + "; loss: "
                    + request.likelihood().matchingLoss();
        }

        private static String parameters(ParameterLayout layout) {
            long with = layout.layers().stream().filter(DenseShape::bias).count();
            if (with == layout.depth()) {
                return "weights and biases";
            }
            return with == 0
                    ? "weights only (the network is without biases)"
                    : String.format(
                            Locale.ROOT, "weights and biases (%d of %d layers have biases)", with, layout.depth());
        }
    }

    /**
     * A part or an approximation of the Fisher matrix.
     *
     * @param kind any form but those that hold the whole matrix (dense, implicit, dual)
     * @param sharing how positions at which weights are shared enter Kronecker factors; with one position both are the same
     */
    record Form(FisherForm kind, KroneckerSharing sharing) implements StudiedMatrix {
        /** What stands behind the name of a Kronecker form that reduces positions. */
        private static final String REDUCE = ":reduce";

        private static final List<FisherForm> ALLOWED = List.of(
                FisherForm.LAYERS,
                FisherForm.UNITS,
                FisherForm.DIAGONAL,
                FisherForm.KRONECKER,
                FisherForm.EIGEN_KRONECKER,
                FisherForm.BLOCK_TRIDIAGONAL);

        /** A form whose Kronecker factors count positions as samples. */
        public Form(FisherForm kind) {
            this(kind, KroneckerSharing.EXPAND);
        }

        public Form {
            Objects.requireNonNull(sharing, "sharing");
            Args.require(
                    ALLOWED.contains(kind),
                    "form is %s, which holds the whole matrix; use the whole matrix and a method instead",
                    kind.id());
        }

        @Override
        public FisherPrice price(ProblemSize size) {
            return FisherForms.price(kind, size);
        }

        private boolean kronecker() {
            return kind == FisherForm.KRONECKER || kind == FisherForm.EIGEN_KRONECKER;
        }

        @Override
        public String form() {
            return kind.id() + (kronecker() && sharing == KroneckerSharing.REDUCE ? REDUCE : "");
        }

        @Override
        public String words(FisherRequest request) {
            return "The %s form of the %s (%s)".formatted(form(), name(request), kind.meaning());
        }

        @Override
        public String conventionsOfGraph(FisherRequest request, int positions) {
            String own = switch (kind) {
                case LAYERS -> "; every parameter tensor is a layer";
                case UNITS -> "; units are output channels with their biases, and rows of tables";
                case KRONECKER, EIGEN_KRONECKER ->
                    "; one product for each dense or convolutional layer with weights of its own, whose factors are means over samples"
                            + (sharing == KroneckerSharing.EXPAND
                                    ? " and positions"
                                    : ", of the mean input and the sum of the sensitivities over positions")
                            + ", without damping; the diagonal for all other parameters";
                case DENSE, IMPLICIT, DUAL, DIAGONAL, BLOCK_TRIDIAGONAL -> "";
            };
            return StudiedMatrix.super.conventionsOfGraph(request, positions) + own;
        }

        @Override
        public String conventions(FisherRequest request, ParameterLayout layout) {
            String average = kronecker() ? "; both Kronecker factors are means over samples, without damping" : "";
            return new Whole().conventions(request, layout) + average;
        }
    }

    /** The Fisher matrix of the network whose outputs are normalised; all entries. */
    record Normalized(OutputNormalization outputs) implements StudiedMatrix {
        @Override
        public FisherPrice price(ProblemSize size) {
            return NormalizedFisher.price(size);
        }

        @Override
        public @Nullable String normalization() {
            return outputs.id();
        }

        @Override
        public String words(FisherRequest request) {
            return "The " + name(request)
                    + switch (outputs.kind()) {
                        case MEAN_SUBTRACTION -> " with the mean over samples subtracted from each output";
                        case BATCH_NORM -> " with batch norm of the outputs";
                        case LAYER_NORM -> " with layer norm of the outputs";
                    };
        }

        @Override
        public String conventions(FisherRequest request, ParameterLayout layout) {
            String statistics = switch (outputs.kind()) {
                case MEAN_SUBTRACTION -> "over the T samples";
                case BATCH_NORM -> "over the T samples (variance with 1/T)";
                case LAYER_NORM -> "over the C outputs of each sample (variance with 1/C)";
            };
            return new Whole().conventions(request, layout) + "; outputs after " + outputs.id() + " " + statistics
                    + ", differentiated through";
        }
    }

    /** The Hessian of the loss on the labels of the data; all entries. */
    record Hessian() implements StudiedMatrix {
        @Override
        public FisherPrice price(ProblemSize size) {
            return LossHessian.price(size);
        }

        @Override
        public String id() {
            return "hessian";
        }

        @Override
        public String conventionsOfGraph(FisherRequest request, int positions) {
            String mean = positions == 1
                    ? "mean over samples"
                    : "mean over samples and the " + positions + " positions of an output (t counts both)";
            return conventions(request, mean, "all parameter tensors");
        }

        private static String conventions(FisherRequest request, String mean, String parameters) {
            return "H = F + (1/T) Σ_t Σ_k (∂ℓ_t/∂f_k) ∂²f_k/∂θ² with the Fisher matrix F of the same likelihood, averaged"
                    + " over the model's own labels: " + mean + ", sum over outputs, " + parameters + "; loss: "
                    + request.likelihood().matchingLoss();
        }

        @Override
        public String words(FisherRequest request) {
            return "The Hessian of the loss";
        }

        @Override
        public String conventions(FisherRequest request, ParameterLayout layout) {
            return conventions(request, "mean over samples", Whole.parameters(layout));
        }
    }

    /**
     * The metric that the outputs induce on inputs and hidden features.
     *
     * @param inputsOnly whether it is restricted to the inputs
     */
    record Metric(boolean inputsOnly) implements StudiedMatrix {
        @Override
        public FisherPrice price(ProblemSize size) {
            return FeatureMetric.price(size);
        }

        @Override
        public String id() {
            return inputsOnly ? "input-metric" : "feature-metric";
        }

        @Override
        public String words(FisherRequest request) {
            return inputsOnly ? "The metric of the inputs" : "The metric of the inputs and hidden features";
        }

        @Override
        public String conventions(FisherRequest request, ParameterLayout layout) {
            return "A = (1/T) Σ_t (∂f/∂h)ᵀ Q_t (∂f/∂h) with h = "
                    + (inputsOnly ? "the M_0 inputs" : "(h⁰, …, h^(L−1)), the inputs and all hidden activations")
                    + ": mean over samples, sum over outputs";
        }
    }

    /**
     * Reads what the command line says.
     *
     * @param matrix {@code fisher}, {@code hessian}, {@code input-metric} or {@code feature-metric}
     * @param form {@code full} or a form; {@code ekfac} and {@code tridiagonal} are short names, and {@code :reduce} behind a
     *     Kronecker form sums over positions before it averages
     * @param normalization {@code none} or what {@link OutputNormalization#parse} takes
     * @throws IllegalArgumentException for unknown names and for combinations that do not exist
     */
    static StudiedMatrix parse(String matrix, String form, String normalization) {
        String m = matrix.strip().toLowerCase(Locale.ROOT);
        String f = form.strip().toLowerCase(Locale.ROOT);
        boolean plain = normalization.strip().equalsIgnoreCase("none");
        Args.requireThat(
                List.of("fisher", "hessian", "input-metric", "feature-metric").contains(m),
                "matrix",
                matrix,
                "it must be one of fisher, hessian, input-metric, feature-metric");
        StudiedMatrix whole = f.equals("full") ? new Whole() : form(form, f);
        if (!m.equals("fisher")) {
            Args.requireThat(
                    whole instanceof Whole && plain,
                    "matrix",
                    matrix,
                    "it has neither forms nor normalised outputs",
                    Remedy.of("leave out form and normalisation").by("form").by("normalization"));
            return m.equals("hessian") ? new Hessian() : new Metric(m.equals("input-metric"));
        }
        if (plain) {
            return whole;
        }
        Args.requireThat(
                whole instanceof Whole,
                "normalization",
                normalization,
                "it couples samples, so that the form " + form + " has no block structure to use",
                "leave out one of them");
        return new Normalized(OutputNormalization.parse(normalization));
    }

    private static Form form(String written, String name) {
        boolean reduce = name.endsWith(Form.REDUCE);
        String plain = reduce ? name.substring(0, name.length() - Form.REDUCE.length()) : name;
        String id =
                plain.equals("ekfac") ? "eigen-kronecker" : plain.equals("tridiagonal") ? "block-tridiagonal" : plain;
        Form form = Form.ALLOWED.stream()
                .filter(f -> f.id().equals(id))
                .map(f -> new Form(f, reduce ? KroneckerSharing.REDUCE : KroneckerSharing.EXPAND))
                .findFirst()
                .orElseThrow(() -> InvalidArgumentException.unknown(
                        "form",
                        written,
                        Stream.concat(Stream.of("full"), Form.ALLOWED.stream().map(FisherForm::id))
                                .toList()));
        Args.requireThat(
                !reduce || form.kronecker(),
                "form",
                written,
                "only the forms kronecker and eigen-kronecker can reduce positions",
                "leave out " + Form.REDUCE);
        return form;
    }
}
