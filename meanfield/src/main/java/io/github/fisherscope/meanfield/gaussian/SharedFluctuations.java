package io.github.fisherscope.meanfield.gaussian;

/**
 * Moments over units of the quantities that a unit contributes to averages over many samples, functions of its
 * shared part z alone: {@code V(z) = E(φ²|z)}, {@code W(z) = E(φ|z) E(φ|±z)}, {@code D(z) = E(φ'²|z)},
 * {@code J(z) = E(φ'|z) E(φ'|±z)}. Second moments E_z[·ᵢ ·ⱼ] are not centred.
 *
 * @param means of the four
 * @param forward second moments of V and W
 * @param mixed second moments of one of V and W with one of D and J
 * @param backward second moments of D and J
 */
public record SharedFluctuations(Means means, Forward forward, Mixed mixed, Backward backward) {
    /**
     * The means.
     *
     * @param v E V(z), equal to E φ²
     * @param w E W(z), equal to I_φ
     * @param d E D(z), equal to E φ'²
     * @param j E J(z), equal to I_φ'
     */
    public record Means(double v, double w, double d, double j) {}

    /** Second moments of what is passed on. */
    public record Forward(double vv, double vw, double ww) {}

    /** Second moments of what is passed on with what is passed back. */
    public record Mixed(double vd, double vj, double wd, double wj) {}

    /** Second moments of what is passed back. */
    public record Backward(double dd, double dj, double jj) {}
}
