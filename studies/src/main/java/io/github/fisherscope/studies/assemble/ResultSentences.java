package io.github.fisherscope.studies.assemble;

import io.github.fisherscope.studies.plan.MethodReason;
import io.github.fisherscope.studies.plan.ProductRoute;
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
}
