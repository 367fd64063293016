package io.github.fisherscope.spectra.lanczos;

/** Thrown by {@link LanczosResult#orElseThrow} for a run that did not reach its tolerance. */
public final class NotConvergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotConvergedException(String message) {
        super(message);
    }
}
