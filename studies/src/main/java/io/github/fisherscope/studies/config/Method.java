package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.studies.method.AllOfDual;
import io.github.fisherscope.studies.method.AllOfFisher;
import io.github.fisherscope.studies.method.BlockLanczos;
import io.github.fisherscope.studies.method.KernelPolynomial;
import io.github.fisherscope.studies.method.LanczosQuadrature;
import io.github.fisherscope.studies.method.SpectralMethod;
import io.github.fisherscope.studies.method.SpectralMethod.Takes;
import io.github.fisherscope.studies.method.SubspaceIteration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How the eigenvalues are computed: the names of all methods, each with the class that is the method. */
public enum Method {
    /** Chosen from P, C·T and the memory; the result says which and why. */
    AUTO(null),
    /** All eigenvalues of the Fisher matrix itself (P × P). */
    DENSE(new AllOfFisher()),
    /** All eigenvalues of the dual matrix (C·T × C·T). */
    DUAL(new AllOfDual()),
    /** The largest eigenvalues by block Lanczos on the smaller side, without forming a matrix. */
    LANCZOS(new BlockLanczos()),
    /** The largest eigenvalues by randomised subspace iteration on the smaller side: a second, independent route. */
    SUBSPACE(new SubspaceIteration()),
    /** The largest eigenvalues by Lanczos and the density of the others by stochastic Lanczos quadrature. */
    QUADRATURE(new LanczosQuadrature()),
    /** The largest eigenvalues by Lanczos and the density of the others by Chebyshev moments: a second route to it. */
    KERNEL_POLYNOMIAL(new KernelPolynomial());

    @SuppressWarnings("ImmutableEnumChecker") // methods hold no state
    private final @Nullable SpectralMethod how;

    Method(@Nullable SpectralMethod how) {
        this.how = how;
    }

    /** Returns all methods that a study can be told to use or can choose: all but {@link #AUTO}. */
    public static List<Method> known() {
        return Arrays.stream(values()).filter(method -> method.how != null).toList();
    }

    /**
     * Returns the method itself.
     *
     * @throws IllegalStateException for {@link #AUTO}, which is none
     */
    public SpectralMethod how() {
        if (how == null) {
            throw new IllegalStateException("the method must be chosen before it is asked");
        }
        return how;
    }

    /** Returns whether a matrix is built and all its eigenvalues are found directly. */
    public boolean direct() {
        return how != null && how.takes() != Takes.PRODUCTS;
    }

    /** Returns whether the method only multiplies by the matrix; data may then pass through in batches. */
    public boolean iterative() {
        return how != null && how.takes() == Takes.PRODUCTS;
    }

    /** Returns whether the density of the eigenvalues that are not found one by one is estimated. */
    public boolean density() {
        return how != null && how.findsDensity();
    }

    /** Returns whether the density smears eigenvalues over its resolution. */
    public boolean smears() {
        return how != null && how.smears();
    }

    /** Returns the name used on the command line and in results. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reads a method from its name. */
    public static Method parse(String text) {
        for (Method method : values()) {
            if (method.id().equals(text.strip().toLowerCase(Locale.ROOT))) {
                return method;
            }
        }
        throw InvalidArgumentException.unknown(
                "method", text, Arrays.stream(values()).map(Method::id).toList());
    }
}
