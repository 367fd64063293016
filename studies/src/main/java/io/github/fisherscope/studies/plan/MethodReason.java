package io.github.fisherscope.studies.plan;

import io.github.fisherscope.studies.method.SpectralMethod;

/**
 * Why a study finds eigenvalues as it does.
 *
 * @param kind the reason itself
 * @param asked whether the method was asked for
 * @param parameters P
 * @param rows rows of the dual matrix, C·T
 * @param route how an iterative method multiplies
 */
public record MethodReason(Kind kind, boolean asked, long parameters, long rows, ProductRoute route) {
    /** What decided. */
    public enum Kind {
        /** The Fisher matrix itself costs less than its dual. */
        FISHER_IS_SMALLER,
        /** The dual matrix has all non-zero eigenvalues. */
        DUAL_HAS_ALL,
        /** All eigenvalues would take too long, so the largest are found. */
        LARGEST_ONLY,
        /** The same, and the others are found as a density. */
        LARGEST_AND_DENSITY,
        /** Samples are divided between processes, which have products with the matrix alone. */
        DIVIDED,
        /** The same, and the others are found as a density. */
        DIVIDED_AND_DENSITY,
        /** A direct eigensolver takes the matrix as a whole. */
        DIRECT,
        /** A direct eigensolver takes the matrix part by part where it has blocks. */
        DIRECT_BY_BLOCKS,
        /** The Hessian is small enough for all eigenvalues. */
        HESSIAN_HAS_ALL,
        /** The Hessian is too large for them, so both ends of its spectrum are found. */
        HESSIAN_ENDS,
        /** The same, and the others are found as a density. */
        HESSIAN_ENDS_AND_DENSITY;

        /** Returns why the whole Fisher matrix is searched by a method. */
        static Kind ofFisher(SpectralMethod method) {
            return switch (method.takes()) {
                case FISHER_ENTRIES -> FISHER_IS_SMALLER;
                case DUAL_ENTRIES -> DUAL_HAS_ALL;
                case PRODUCTS -> method.findsDensity() ? LARGEST_AND_DENSITY : LARGEST_ONLY;
            };
        }

        /** Returns why a Fisher matrix whose samples are divided is searched by a method. */
        static Kind ofDivided(SpectralMethod method) {
            return method.findsDensity() ? DIVIDED_AND_DENSITY : DIVIDED;
        }

        /** Returns why the Hessian is searched by a method. */
        static Kind ofHessian(SpectralMethod method) {
            return switch (method.takes()) {
                case FISHER_ENTRIES, DUAL_ENTRIES -> HESSIAN_HAS_ALL;
                case PRODUCTS -> method.findsDensity() ? HESSIAN_ENDS_AND_DENSITY : HESSIAN_ENDS;
            };
        }
    }
}
