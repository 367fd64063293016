package io.github.fisherscope.meanfield.gaussian;

/**
 * Covariances over units of the quantities that a unit contributes to averages over many samples, functions of its
 * shared part z alone: {@code V(z) = E(φ²|z)}, {@code W(z) = E(φ|z) E(φ|±z)}, {@code D(z) = E(φ'²|z)},
 * {@code J(z) = E(φ'|z) E(φ'|±z)}. Entry (i, j) of the uncentred second moments E_z[·ᵢ ·ⱼ], and the means.
 *
 * @param meanV E V(z), equal to E φ²
 * @param meanW E W(z), equal to I_φ
 * @param meanD E D(z), equal to E φ'²
 * @param meanJ E J(z), equal to I_φ'
 */
public record SharedFluctuations(
        double meanV,
        double meanW,
        double meanD,
        double meanJ,
        double vv,
        double vw,
        double ww,
        double vd,
        double vj,
        double wd,
        double wj,
        double dd,
        double dj,
        double jj) {}
