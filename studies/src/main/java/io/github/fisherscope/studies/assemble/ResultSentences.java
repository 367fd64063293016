package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.spectra.distribution.TailExponent;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.method.SearchEnd;
import io.github.fisherscope.studies.plan.MethodReason;
import io.github.fisherscope.studies.plan.ProductRoute;
import java.util.List;
import java.util.Locale;

/** The sentences that a result carries as part of its schema; all that leads to them is data until here. */
public final class ResultSentences {
    private ResultSentences() {}

    /** Returns why a method was used, as a clause. */
    public static String reason(MethodReason reason) {
        String clause = switch (reason.kind()) {
            case FISHER_IS_SMALLER -> "the Fisher matrix itself (P = %1$d) costs less than its dual (C·T = %2$d)";
            case DUAL_HAS_ALL ->
                "the dual matrix (C·T = %2$d) has all non-zero eigenvalues of the Fisher matrix (P = %1$d)";
            case LARGEST_ONLY -> largest(reason.route(), "");
            case LARGEST_AND_DENSITY -> largest(reason.route(), " and the others as a density");
            case DIVIDED -> divided("");
            case DIVIDED_AND_DENSITY -> divided(" and the others as a density");
            case DIRECT -> "a direct eigensolver finds all eigenvalues of this matrix";
            case DIRECT_BY_BLOCKS ->
                "a direct eigensolver finds all eigenvalues of this matrix, part by part where it has blocks";
            case HESSIAN_HAS_ALL -> "the Hessian has few enough rows (P = %1$d) for all eigenvalues";
            case HESSIAN_ENDS -> ends("");
            case HESSIAN_ENDS_AND_DENSITY -> ends(" and the others as a density");
        };
        return (reason.asked() ? "asked for; " : "")
                + String.format(
                        Locale.ROOT,
                        clause,
                        reason.parameters(),
                        reason.rows(),
                        Math.min(reason.parameters(), reason.rows()));
    }

    private static String largest(ProductRoute route, String others) {
        return "a full spectrum of %3$d rows would take minutes or not fit, so the largest eigenvalues are found one by"
                + " one" + others + "; products go " + route(route);
    }

    private static String divided(String others) {
        return "the samples are divided between processes, which have products with the matrix (%3$d rows) alone, so the"
                + " largest eigenvalues are found one by one" + others;
    }

    private static String ends(String others) {
        return "the Hessian has too many rows (P = %1$d) for all eigenvalues within minutes, so both ends of its spectrum"
                + " are found one by one" + others;
    }

    /** Returns the way in which products go, as a phrase. */
    public static String route(ProductRoute route) {
        return switch (route) {
            case NETWORK -> "through the network";
            case SENSITIVITIES -> "through kept sensitivities";
            case MATRIX -> "with the built dual matrix";
            case STREAMED -> "over the data in batches";
        };
    }

    /** Returns how a search for eigenvalues ended, as a clause. */
    public static String end(SearchEnd end) {
        if (end instanceof SearchEnd.Krylov krylov) {
            return krylov(krylov) + (krylov.density() == null ? "" : "; " + density(krylov.density()));
        }
        if (end instanceof SearchEnd.Subspace subspace) {
            return String.format(
                    Locale.ROOT,
                    "subspace iteration used %d products; worst relative residual %.1e; no eigenvalue above %.3g was missed"
                            + " entirely (probability 1 − 1e-10)",
                    subspace.products(),
                    subspace.worstResidual(),
                    subspace.missedAbove());
        }
        if (end instanceof SearchEnd.BothEnds both) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos %s at both ends after %d products (relative residual %.0e); tr H = %.6g ± %.2g from %d probes%s",
                    both.converged() ? "converged" : "did not converge",
                    both.products(),
                    both.tolerance(),
                    both.trace().value(),
                    both.trace().standardError(),
                    both.probes(),
                    both.steps() == null
                            ? ""
                            : " of " + both.steps() + " steps, which give the density of the others too");
        }
        return end instanceof SearchEnd.ZeroMatrix ? "tr F = 0, so every eigenvalue is zero" : "direct eigensolver";
    }

    private static String density(SearchEnd.Density density) {
        if (density instanceof SearchEnd.ChebyshevMoments moments) {
            return String.format(
                    Locale.ROOT,
                    "density of the others from %d probes and Chebyshev moments up to degree %d, which smear eigenvalues over"
                            + " ±%.3g (Jackson kernel)",
                    moments.probes(),
                    moments.degree(),
                    moments.resolution());
        }
        SearchEnd.Quadrature quadrature = (SearchEnd.Quadrature) density;
        return String.format(
                Locale.ROOT,
                "density of the others from %d probes of %d steps",
                quadrature.probes(),
                quadrature.steps());
    }

    private static String krylov(SearchEnd.Krylov krylov) {
        LanczosResult.Stop stop = krylov.stop();
        if (stop instanceof LanczosResult.Stop.Converged converged) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos converged to relative residual %.0e after %d products, confirmed %d times",
                    krylov.tolerance(),
                    krylov.products(),
                    converged.confirmations());
        }
        if (stop instanceof LanczosResult.Stop.WholeSpace whole) {
            return "the Krylov basis spans the whole space of dimension " + whole.dimension();
        }
        if (stop instanceof LanczosResult.Stop.StepLimit limit) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos used its %d products; worst relative residual %.1e",
                    limit.operatorCalls(),
                    limit.worstRelativeResidual());
        }
        return "the operator gave a number that is not finite";
    }

    /**
     * Returns what is known about the upper tail, as a clause.
     *
     * @param step one eigenvalue in {@code step} was judged
     * @param replicates synthetic tails that were compared
     */
    static String tail(TailExponent.Verdict verdict, int step, int replicates) {
        String of = step > 1 ? String.format(Locale.ROOT, " (judged on one eigenvalue in %d)", step) : "";
        if (verdict instanceof TailExponent.Verdict.PowerLaw p) {
            return String.format(
                            Locale.ROOT,
                            "a power law is not contradicted for the top %d: α = %.3g ± %.1g, p = %.2g",
                            p.count(),
                            p.alpha(),
                            p.standardError(),
                            p.pValue())
                    + of;
        }
        if (verdict instanceof TailExponent.Verdict.NotAPowerLaw n) {
            return String.format(
                            Locale.ROOT,
                            "not a power law: the best fit (α = %.3g for the top %d) is rejected, p %s",
                            n.alpha(),
                            n.count(),
                            n.pValue() == 0 ? "< " + 1.0 / replicates : "= " + Numbers.significant(n.pValue(), 2))
                    + of;
        }
        TailExponent.Verdict.TooShort s = (TailExponent.Verdict.TooShort) verdict;
        String tail = s.count() == 1
                ? "one eigenvalue"
                : s.count() + " eigenvalues over a factor of " + Numbers.significant(s.span(), 3);
        return "too short to tell: " + tail + "; at least 30 over a factor of 3 are needed" + of;
    }

    /** Returns a sentence for each note. */
    static List<String> notes(List<Note> notes) {
        return notes.stream().map(ResultSentences::note).toList();
    }

    /** Returns a sentence for a note. */
    public static String note(Note note) {
        if (note instanceof Note.DeviceMemoryRanOut ran) {
            return String.format(
                    Locale.ROOT,
                    "The memory of the backend's device ran out; everything was measured again as planned for 1/%d of what was free.",
                    ran.share());
        }
        if (note instanceof Note.LabelsUnused unused) {
            return "The labels (%s) play no part and were not looked at: %s."
                    .formatted(unused.labels(), average(unused.average()));
        }
        if (note instanceof Note.NotConverged some) {
            return String.format(
                    Locale.ROOT,
                    "The eigenvalues of %d of %d networks did not converge: %s.",
                    some.networks(),
                    some.of(),
                    end(some.end()));
        }
        if (note instanceof Note.ConstantInputs constant) {
            return String.format(
                    Locale.ROOT, "%d of %d inputs are the same in every sample.", constant.inputs(), constant.of());
        }
        if (note instanceof Note.SecondMomentEstimated estimated) {
            return String.format(
                    Locale.ROOT,
                    "The second moment was estimated from random probes: tr F² = %.6g ± %.2g (standard error).",
                    estimated.squaredNorm().value(),
                    estimated.squaredNorm().standardError());
        }
        if (note instanceof Note.MeanEstimated estimated) {
            return "The mean of the eigenvalues is an estimate from random probes too: " + end(estimated.end()) + ".";
        }
        return limits(note);
    }

    private static String limits(Note note) {
        if (note instanceof Note.LargestOnly largest) {
            return String.format(
                    Locale.ROOT,
                    "Only the %d largest eigenvalues were computed; rank, zero fraction, effective dimension and log-volume need all of them.",
                    largest.count());
        }
        if (note instanceof Note.InBatches batches) {
            return "The data passed through in batches. " + leftOut(batches.vectorsAsked()) + " left out, and"
                    + (batches.trainingAsked() ? " so was training, and" : "")
                    + " the largest eigenvalues were found by one route only: each needs all samples in memory at once.";
        }
        if (note instanceof Note.Divided divided) {
            return String.format(
                    Locale.ROOT,
                    "The samples were divided into %d part%s (%s). Another number of parts changes the numbers by rounding, and the number of processes does not. %s left out, and the largest eigenvalues were found by one route only: each needs all samples in one process.",
                    divided.partitions(),
                    divided.partitions() == 1 ? "" : "s",
                    divided.engine(),
                    leftOut(divided.vectorsAsked()));
        }
        if (note instanceof Note.NegativeEigenvalues negative) {
            return negative.count() == 0
                    ? "The block-tridiagonal form need not be positive semi-definite; here none of its eigenvalues is negative."
                    : String.format(
                            Locale.ROOT,
                            "The block-tridiagonal form is not positive semi-definite: %d of its eigenvalues %s negative.",
                            negative.count(),
                            negative.count() == 1 ? "is" : "are");
        }
        return "The blocks of single layers were left out because they would have taken too long.";
    }

    private static String leftOut(boolean vectorsAsked) {
        return vectorsAsked ? "Degeneracies were" : "Eigenvectors in parameter space and degeneracies were";
    }

    private static String average(Note.Averaged average) {
        return switch (average) {
            case DRAWN_LABELS -> "the average is over labels drawn from the model";
            case MODEL -> "the average is over the model's own labels";
            case ESTIMATORS -> "the estimators draw their labels from the model";
        };
    }
}
