package io.github.fisherscope.studies.spectrum;

/** Thrown when the eigenvalues of a network did not converge, so that there is no number to go on with. */
public final class StudyNotConvergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StudyNotConvergedException(String message) {
        super(message);
    }
}
