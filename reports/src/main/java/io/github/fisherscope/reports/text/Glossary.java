package io.github.fisherscope.reports.text;

import java.util.List;

/** The words of a report, explained. */
public final class Glossary {

    /** A word with its meaning. */
    public record Entry(String term, String meaning) {}

    private Glossary() {}

    public static List<Entry> entries() {
        return List.of(
                new Entry(
                        "Fisher information matrix F",
                        "The P × P matrix (1/T) Σ JᵀQJ over samples, J being the derivative of the outputs by the"
                                + " parameters. It says how much the distribution of the labels changes when the"
                                + " parameters do. Averaged over the model's own labels it is the curvature of the loss where"
                                + " residuals vanish; at observed labels, the empirical Fisher matrix, it is not."),
                new Entry(
                        "eigenvalue λ, spectrum",
                        "How steep the matrix is along one of its principal directions; the spectrum is all of them."),
                new Entry("P, T, C, L, M", "Number of parameters, of samples, of outputs, of layers, and the width."),
                new Entry(
                        "mean m_λ, second moment s_λ",
                        "Averages of λ and of λ² over all P eigenvalues, the many zeros included."),
                new Entry(
                        "outliers and bulk",
                        "In wide random networks, C large eigenvalues of the order of the width and up to C(T−1) smaller ones; all"
                                + " others are zero."),
                new Entry(
                        "top-C mean",
                        "Mean of the C largest eigenvalues. Theory gives one value for all C; at finite width they split around it."),
                new Entry(
                        "learning-rate bound",
                        "2/λ_max where F is the Hessian of the loss. Above it, gradient descent moves away from a minimum along the"
                                + " steepest direction. Far from a"
                                + " minimum the loss may first grow and then settle elsewhere, so it is not a bound on every run."),
                new Entry(
                        "Fisher-Rao norm θᵀFθ",
                        "Squared length of the parameter vector measured by F; a capacity measure that does not change when"
                                + " units are rescaled. It varies between networks however wide they are."),
                new Entry(
                        "mean-field theory",
                        "Predictions for random wide networks from the variances of weights and biases, the activation and the"
                                + " statistics of the inputs alone. Corrections are of order 1/M."),
                new Entry(
                        "order parameters",
                        "q: mean square of pre-activations; q̂: of activations; q̃: of back-propagated sensitivities;"
                                + " with index st: the same for two different samples."),
                new Entry(
                        "standard error, z",
                        "Spread of the mean over independent networks, and the difference from theory in units of it; for a single"
                                + " network, in units of the scatter between random networks."),
                new Entry(
                        "verdict",
                        "Agrees: the difference is within what chance (1 % for the whole table) and the stated finite-width error"
                                + " explain. For information: shown side by side, but theory does not claim this number."));
    }
}
