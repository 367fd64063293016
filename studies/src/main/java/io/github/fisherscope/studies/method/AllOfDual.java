package io.github.fisherscope.studies.method;

import java.util.Optional;

/** All eigenvalues of the dual matrix, which are those of the Fisher matrix that differ from zero. */
public final class AllOfDual extends AllEigenvalues {
    @Override
    public Takes takes() {
        return Takes.DUAL_ENTRIES;
    }

    @Override
    public String finds() {
        return "all eigenvalues of the dual matrix (C·T × C·T)";
    }

    @Override
    public Optional<Unfit> unfitForNegative() {
        return Optional.of(NEEDS_NO_NEGATIVE);
    }
}
