package io.github.fisherscope.core.layer;

/** Divides the parameters of rows that are formed part by part. */
final class RowParts {
    private RowParts() {}

    /**
     * Returns the length of a part: parts are about equally long, since memory that one of them gives back serves the next only
     * if it is of about its size.
     *
     * @param parameters how many there are
     * @param granule of how many a part should be made, or a multiple
     * @param most the most that a part should have; one granule is the least
     */
    static int length(int parameters, int granule, long most) {
        long granules = Math.max(1, (parameters + granule - 1L) / granule);
        long atOnce = Math.max(1, Math.min(granules, most / granule));
        long parts = (granules + atOnce - 1) / atOnce;
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, (granules + parts - 1) / parts * granule));
    }
}
