package io.github.fisherscope.results.spectrum;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which matrix was measured.
 *
 * @param matrix {@code fisher}, {@code hessian}, {@code input-metric} or {@code feature-metric}; {@code fisher} in results of earlier
 *     versions, which do not say it
 * @param form {@code full}, {@code layers}, {@code units}, {@code diagonal}, {@code kronecker}, {@code eigen-kronecker}
 *     or {@code block-tridiagonal}
 * @param normalization {@code mean-subtraction}, {@code batch-norm[:ε]} or {@code layer-norm[:ε]} of the outputs, null
 *     for none
 * @param labelExpectation {@code exact}, {@code monte-carlo}, {@code top-classes} or {@code empirical}
 * @param likelihood {@code gaussian}, {@code categorical}, {@code bernoulli} or {@code poisson}
 * @param description what was measured, in words that stand before "of a network"
 * @param meaning one sentence: over which labels scores are averaged
 * @param conventions one sentence: normalisation, factors and which parameters
 */
public record FisherInfo(
        String matrix,
        String form,
        @Nullable String normalization,
        String labelExpectation,
        String likelihood,
        @Nullable String description,
        @Nullable String meaning,
        @Nullable String conventions) {

    public FisherInfo {
        matrix = Objects.requireNonNullElse(matrix, "fisher");
        Objects.requireNonNull(form, "form");
    }

    /** Returns whether some eigenvalues can be negative, so that no bound for positive semi-definite matrices holds. */
    public boolean indefinite() {
        return matrix.equals("hessian") || form.equals("block-tridiagonal");
    }

    /** Returns the letter of the matrix in formulas: H for the Hessian of a loss, G for a metric, otherwise F. */
    public String letter() {
        return switch (matrix) {
            case "hessian" -> "H";
            case "input-metric", "feature-metric" -> "G";
            default -> "F";
        };
    }

    /** Returns what the matrix is called, without article and without an explanation in brackets. */
    public String named() {
        if (description == null) {
            return switch (labelExpectation) {
                case "empirical" -> "empirical Fisher matrix";
                case "top-classes" -> "Fisher information matrix of the most probable classes";
                case "monte-carlo" -> "Monte Carlo estimate of the Fisher information matrix";
                default -> "Fisher information matrix";
            };
        }
        String name = description.startsWith("The ") ? description.substring(4) : description;
        int bracket = name.indexOf(" (");
        return bracket < 0 ? name : name.substring(0, bracket);
    }

    /** Returns the likelihood as it stands in a sentence: {@code Gaussian}, {@code categorical}, … */
    public String likelihoodWord() {
        return likelihoodWord(likelihood);
    }

    /** Returns a likelihood's key as it stands in a sentence: three of them are named after people. */
    public static String likelihoodWord(String likelihood) {
        return switch (likelihood) {
            case "gaussian", "bernoulli", "poisson" ->
                Character.toUpperCase(likelihood.charAt(0)) + likelihood.substring(1);
            default -> likelihood;
        };
    }

    /** Returns whether this is the Fisher matrix of the network as it stands, with all its entries. */
    public boolean whole() {
        return matrix.equals("fisher") && form.equals("full") && normalization == null;
    }
}
