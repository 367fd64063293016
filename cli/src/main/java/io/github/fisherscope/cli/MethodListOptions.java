package io.github.fisherscope.cli;

import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Nesterov;
import io.github.fisherscope.core.training.Optimizer;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** Several methods at once, with one momentum and one damping for all that have them. */
final class MethodListOptions {
    private static final List<String> NAMES = List.of("gradient-descent", "heavy-ball", "nesterov", "adam", "natural");

    @Option(
            names = "--methods",
            paramLabel = "NAME[,NAME…]",
            split = ",",
            description = "gradient-descent, heavy-ball, nesterov, adam, natural (default: all of them).")
    private List<String> methods = NAMES;

    @Option(
            names = "--momentum",
            paramLabel = "μ",
            defaultValue = "0.9",
            description = "Momentum of heavy-ball and nesterov, in [0, 1) (default ${DEFAULT-VALUE}).")
    private double momentum = 0.9;

    @Option(
            names = "--damping",
            paramLabel = "ρ",
            defaultValue = "0.001",
            description = "Damping of natural, on the whole matrix (default ${DEFAULT-VALUE}).")
    private double damping = 1e-3;

    List<Optimizer> optimizers() {
        return methods.stream().map(this::optimizer).toList();
    }

    private Optimizer optimizer(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "gradient-descent" -> new GradientDescent(1);
            case "heavy-ball" -> new HeavyBall(1, momentum);
            case "nesterov" -> new Nesterov(1, momentum);
            case "adam" -> Adam.of(1e-3);
            case "natural" -> NaturalGradientDescent.damped(1, damping);
            default ->
                throw new IllegalArgumentException(
                        "--methods: '%s' is unknown; choose from %s".formatted(name, String.join(", ", NAMES)));
        };
    }
}
