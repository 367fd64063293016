package io.github.fisherscope.studies.method;

/** All eigenvalues of the Fisher matrix itself. */
public final class AllOfFisher extends AllEigenvalues {
    @Override
    public Takes takes() {
        return Takes.FISHER_ENTRIES;
    }

    @Override
    public String finds() {
        return "all eigenvalues of F (P × P)";
    }
}
