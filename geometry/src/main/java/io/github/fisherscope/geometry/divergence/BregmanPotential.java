package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Locale;

/**
 * A convex function ψ and its Bregman divergence D[x : y] = ψ(x) − ψ(y) − ∇ψ(y)·(x−y) (Bregman 1967) between vectors. Its
 * metric at y is ∇²ψ(y); ∇ψ is the change to dual coordinates, and D[x : y] is the divergence of the Legendre transform
 * between ∇ψ(y) and ∇ψ(x).
 */
public interface BregmanPotential {
    /** Returns the name under which {@link #parse} makes this potential. */
    String name();

    /** Returns whether ψ is finite for all real vectors, such as logits, and not for positive ones only. */
    boolean everywhere();

    /** Returns ψ(x). */
    double value(RealVector x);

    /** Returns ∇ψ(y), the dual coordinates of y. */
    RealVector gradient(RealVector y);

    /**
     * Returns D[x : y], computed without the cancellation of the definition; may be infinite on the boundary of the
     * domain.
     *
     * @throws InvalidArgumentException if the two differ in size or lie outside the domain
     */
    double divergence(RealVector x, RealVector y);

    /** Returns ½ dᵀ∇²ψ(y)d, the leading term of D[y + d : y]. */
    double quadratic(RealVector y, RealVector d);

    /** Returns (1/6) ∇³ψ(y)(d, d, d), the next term of D[y + d : y]. */
    double cubic(RealVector y, RealVector d);

    /** Returns the potentials that have a name; a new one is a line here. */
    static List<BregmanPotential> all() {
        return List.of(
                SeparablePotential.squared(),
                SeparablePotential.negativeEntropy(),
                SeparablePotential.itakuraSaito(),
                new LogSumExpPotential());
    }

    /** Returns the potential of a name; upper and lower case are the same. */
    static BregmanPotential parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        return all().stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidArgumentException.unknown(
                        "potential",
                        text,
                        all().stream().map(BregmanPotential::name).toList()));
    }

    /** Throws unless both vectors have the same size, at least 1, and finite entries. */
    static void requirePair(RealVector x, RealVector y) {
        Args.requireSame("y.size", y.size(), x.size(), "x and y must have the same number of entries");
        Args.requireThat(!x.isEmpty(), "x", "empty", "it must have at least one entry");
        for (int i = 0; i < x.size(); i++) {
            Args.requireFinite("x[" + i + "]", x.get(i));
            Args.requireFinite("y[" + i + "]", y.get(i));
        }
    }
}
