package io.github.fisherscope.cli;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Nesterov;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.studies.trajectory.LearningRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which method trains, and with which learning rate. */
final class OptimizerOptions {
    private static final List<String> NAMES =
            List.of("gradient-descent", "heavy-ball", "nesterov", "adam", "natural", "adaptive-natural");
    private static final double DEFAULT_DAMPING = 1e-3;
    private static final double DEFAULT_FRACTION = 0.5;
    private static final String AUTO = "auto";

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            defaultValue = "gradient-descent",
            description =
                    "gradient-descent, heavy-ball, nesterov, adam, natural, or adaptive-natural (Amari's, which keeps P²"
                            + " numbers). Default ${DEFAULT-VALUE}.")
    private String optimizer = "gradient-descent";

    @Option(
            names = "--learning-rate",
            paramLabel = "R|auto[:FRACTION]",
            description =
                    "The rate, or that fraction of the method's stability limit at the start: 2/λ_max for gradient"
                            + " descent, 2(λ_max + ρ)/λ_max for natural gradients (default auto:0.5; 0.001 for adam, 0.01 for"
                            + " adaptive-natural, whose limits are not known beforehand).")
    private @Nullable String rate;

    @Option(
            names = "--follow-bound",
            paramLabel = "K",
            description = "With --learning-rate auto: take the limit anew every K steps (default: never).")
    private @Nullable Integer follow;

    @Option(
            names = "--momentum",
            paramLabel = "μ",
            description = "Momentum of heavy-ball and nesterov, in [0, 1) (default 0.9).")
    private @Nullable Double momentum;

    @Option(
            names = "--damping",
            paramLabel = "ρ|adaptive:ρ",
            description =
                    "Natural gradient with (F + ρI)⁻¹; adaptive:ρ begins with ρ and follows how well the quadratic model"
                            + " foretells the loss (default 0.001).")
    private @Nullable String damping;

    @Option(
            names = "--cutoff",
            paramLabel = "C",
            description =
                    "Natural gradient with the pseudo-inverse, without singular values of J up to C times the largest.")
    private @Nullable Double cutoff;

    @Option(
            names = "--form",
            paramLabel = "NAME",
            description =
                    "For natural, which entries of the Fisher matrix: full, layers, units, diagonal, kronecker (K-FAC),"
                            + " eigen-kronecker, block-tridiagonal (default full). For adaptive-natural, the recursion:"
                            + " first-order, as the paper prints it, or exact (default exact).")
    private @Nullable String form;

    @Option(
            names = "--epsilon",
            paramLabel = "ε",
            description = "Weight of a new sample in the mean of adaptive-natural, in (0, 1) (default 0.01).")
    private @Nullable Double epsilon;

    @Option(
            names = "--schedule",
            paramLabel = "NAME",
            description = "How ε goes: constant, or harmonic, ε_t = 1/(t + 1/ε) with t = 0, 1, … (default constant).")
    private @Nullable String schedule;

    @Option(
            names = "--initial-inverse",
            paramLabel = "A",
            description = "adaptive-natural begins with A times the identity (default 1).")
    private @Nullable Double inverse;

    /** Returns the method; its rate is 1 where {@link #rate} says another. */
    Optimizer optimizer() {
        String name = optimizer.strip().toLowerCase(Locale.ROOT);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "--optimizer %s is unknown; choose one of %s".formatted(optimizer, String.join(", ", NAMES)));
        }
        requireUsed(name);
        return switch (name) {
            case "heavy-ball" -> new HeavyBall(1, momentum == null ? 0.9 : momentum);
            case "nesterov" -> new Nesterov(1, momentum == null ? 0.9 : momentum);
            case "adam" -> Adam.of(1);
            case "natural" -> new NaturalGradientDescent(1, naturalForm(), inverse());
            case "adaptive-natural" -> adaptive();
            default -> new GradientDescent(1);
        };
    }

    /** Refuses options of other methods, which would be ignored in silence. */
    private void requireUsed(String name) {
        List<String> given = new ArrayList<>();
        boolean moving = Set.of("heavy-ball", "nesterov").contains(name);
        boolean natural = name.equals("natural");
        boolean adaptive = name.equals("adaptive-natural");
        note(given, "--momentum", momentum, moving);
        note(given, "--damping", damping, natural);
        note(given, "--cutoff", cutoff, natural);
        note(given, "--form", form, natural || adaptive);
        note(given, "--epsilon", epsilon, adaptive);
        note(given, "--schedule", schedule, adaptive);
        note(given, "--initial-inverse", inverse, adaptive);
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s plays no part in --optimizer %s; leave it out".formatted(String.join(" and ", given), name));
        }
        if (damping != null && cutoff != null) {
            throw new IllegalArgumentException(
                    "--damping %s and --cutoff %s are two ways to invert the same matrix; give one of them"
                            .formatted(damping, cutoff));
        }
    }

    private static void note(List<String> given, String option, @Nullable Object value, boolean used) {
        if (value != null && !used) {
            given.add(option + " " + value);
        }
    }

    private FisherForm naturalForm() {
        String name = form == null ? "full" : form.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "full", "dual" -> FisherForm.DUAL;
            case "layers" -> FisherForm.LAYERS;
            case "units" -> FisherForm.UNITS;
            case "diagonal" -> FisherForm.DIAGONAL;
            case "kronecker" -> FisherForm.KRONECKER;
            case "eigen-kronecker", "ekfac" -> FisherForm.EIGEN_KRONECKER;
            case "block-tridiagonal", "tridiagonal" -> FisherForm.BLOCK_TRIDIAGONAL;
            default ->
                throw new IllegalArgumentException(
                        "--form %s is unknown; choose one of full, layers, units, diagonal, kronecker, eigen-kronecker, block-tridiagonal"
                                .formatted(form));
        };
    }

    private FisherInverse inverse() {
        if (cutoff != null) {
            return new FisherInverse.PseudoInverse(cutoff);
        }
        if (damping == null) {
            return new FisherInverse.Damped(DEFAULT_DAMPING);
        }
        String prefix = "adaptive:";
        return damping.startsWith(prefix)
                ? new FisherInverse.Adaptive(number("--damping", damping, damping.substring(prefix.length())))
                : new FisherInverse.Damped(number("--damping", damping, damping));
    }

    private AdaptiveNaturalGradient adaptive() {
        String recursion = form == null ? "exact" : form.strip().toLowerCase(Locale.ROOT);
        String how = schedule == null ? "constant" : schedule.strip().toLowerCase(Locale.ROOT);
        if (!recursion.equals("exact") && !recursion.equals("first-order")) {
            throw new IllegalArgumentException(
                    "--form %s is no recursion of adaptive-natural; choose one of first-order, exact".formatted(form));
        }
        if (!how.equals("constant") && !how.equals("harmonic")) {
            throw new IllegalArgumentException(
                    "--schedule %s is unknown; choose one of constant, harmonic".formatted(schedule));
        }
        return new AdaptiveNaturalGradient(
                1,
                epsilon == null ? 0.01 : epsilon,
                how.equals("constant") ? Schedule.CONSTANT : Schedule.HARMONIC,
                recursion.equals("exact") ? Recursion.EXACT : Recursion.FIRST_ORDER,
                inverse == null ? 1 : inverse);
    }

    /** Returns the rate asked for. */
    LearningRate rate() {
        String asked = rate == null ? usual() : rate.strip();
        int every = follow == null ? 0 : follow;
        if (follow != null && follow < 1) {
            throw new IllegalArgumentException("--follow-bound %s must be at least 1".formatted(follow));
        }
        if (asked.equalsIgnoreCase(AUTO)) {
            return new LearningRate(DEFAULT_FRACTION, true, every);
        }
        if (asked.startsWith(AUTO + ":")) {
            return new LearningRate(number("--learning-rate", asked, asked.substring(AUTO.length() + 1)), true, every);
        }
        if (follow != null) {
            throw new IllegalArgumentException(
                    "--follow-bound %s needs --learning-rate auto; %s is a rate of its own".formatted(follow, asked));
        }
        return LearningRate.of(number("--learning-rate", asked, asked));
    }

    private String usual() {
        return switch (optimizer.strip().toLowerCase(Locale.ROOT)) {
            case "adam" -> "0.001";
            case "adaptive-natural" -> "0.01";
            default -> AUTO;
        };
    }

    private static double number(String option, String text, String part) {
        double value;
        try {
            value = Double.parseDouble(part);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "%s %s: '%s' must be a number greater than 0".formatted(option, text, part));
        }
        return value;
    }
}
