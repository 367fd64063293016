package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Multiply;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.model.GraphAssembly;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Activations that exporters spell out as several operators: x·σ(x), x·½(1 + erf(x/√2)), x·tanh(softplus x). The one layer that
 * takes their place computes the same function; what it makes unnecessary is left out when the network is finished.
 */
final class Spellings {
    /** How far constants of a file in single precision may be from √½ and ½. */
    private static final double SINGLE = 1e-7;

    private Spellings() {}

    /**
     * Adds the one layer that a layer completes the spelling of.
     *
     * @return its number, or nothing if the layer completes none
     */
    static OptionalInt shorter(GraphAssembly assembly, String name, Layer layer, List<Integer> inputs) {
        Optional<Product> product = product(assembly, layer, inputs);
        if (product.isEmpty()) {
            return OptionalInt.empty();
        }
        for (int x : product.get().factors()) {
            Optional<ComputedLayer> found = activation(assembly, product.get(), x);
            if (found.isPresent()) {
                return OptionalInt.of(assembly.add(name, found.get(), List.of(x)));
            }
        }
        return OptionalInt.empty();
    }

    /** A product of outputs of layers, times a number. */
    private record Product(double number, List<Integer> factors) {}

    private static Optional<Product> product(GraphAssembly assembly, Layer layer, List<Integer> inputs) {
        if (layer instanceof Multiply) {
            return Optional.of(times(expanded(assembly, inputs.get(0)), expanded(assembly, inputs.get(1))));
        }
        OptionalDouble factor = factor(layer);
        if (factor.isPresent()) {
            Product inner = expanded(assembly, inputs.get(0));
            return Optional.of(new Product(inner.number() * factor.getAsDouble(), inner.factors()));
        }
        return Optional.empty();
    }

    private static Product times(Product a, Product b) {
        List<Integer> factors = new ArrayList<>(a.factors());
        factors.addAll(b.factors());
        return new Product(a.number() * b.number(), factors);
    }

    /** Returns the factors of an output, two products deep at most. */
    private static Product expanded(GraphAssembly assembly, int part) {
        Product itself = new Product(1, List.of(part));
        if (part == Graph.INPUT) {
            return itself;
        }
        GraphAssembly.Part made = assembly.part(part);
        if (made.layer() instanceof Multiply) {
            return times(
                    scaled(assembly, made.inputs().get(0)),
                    scaled(assembly, made.inputs().get(1)));
        }
        return scaled(assembly, part);
    }

    private static Product scaled(GraphAssembly assembly, int part) {
        if (part != Graph.INPUT) {
            GraphAssembly.Part made = assembly.part(part);
            OptionalDouble factor = factor(made.layer());
            if (factor.isPresent()) {
                return new Product(factor.getAsDouble(), made.inputs());
            }
        }
        return new Product(1, List.of(part));
    }

    private static OptionalDouble factor(Layer layer) {
        return layer instanceof Affine affine
                        && affine.scale().size() == 1
                        && affine.shift().get(0) == 0
                ? OptionalDouble.of(affine.scale().get(0))
                : OptionalDouble.empty();
    }

    private static Optional<ComputedLayer> activation(GraphAssembly assembly, Product product, int x) {
        List<Integer> others = new ArrayList<>(product.factors());
        others.remove((Integer) x);
        if (others.size() != 1 || others.get(0) == Graph.INPUT) {
            return Optional.empty();
        }
        GraphAssembly.Part other = assembly.part(others.get(0));
        if (product.number() == 1 && isActivated(other, Activation.Sigmoid.class) && takes(other, x)) {
            return Optional.of(new Activated.Of(new Activation.Silu()));
        }
        if (product.number() == 1 && isActivated(other, Activation.Tanh.class)) {
            GraphAssembly.Part inner = below(assembly, other);
            if (inner != null && isActivated(inner, Activation.Softplus.class) && takes(inner, x)) {
                return Optional.of(new Pointwise(ScalarFunction.mish()));
            }
        }
        return Math.abs(product.number() - 0.5) < SINGLE && isOnePlusErf(assembly, other, x)
                ? Optional.of(new Activated.Of(new Activation.Gelu()))
                : Optional.empty();
    }

    private static boolean takes(GraphAssembly.Part part, int x) {
        return part.inputs().equals(List.of(x));
    }

    private static boolean isActivated(GraphAssembly.Part part, Class<? extends Activation> kind) {
        return part.layer() instanceof Activated.Of activated && kind.isInstance(activated.activation());
    }

    private static GraphAssembly.@Nullable Part below(GraphAssembly assembly, GraphAssembly.Part part) {
        int input = part.inputs().get(0);
        return input == Graph.INPUT ? null : assembly.part(input);
    }

    /** Whether a layer is 1 + erf(x/√2). */
    private static boolean isOnePlusErf(GraphAssembly assembly, GraphAssembly.Part part, int x) {
        boolean plusOne = part.layer() instanceof Affine affine
                && affine.scale().size() == 1
                && affine.scale().get(0) == 1
                && affine.shift().get(0) == 1;
        GraphAssembly.Part erf = plusOne ? below(assembly, part) : null;
        if (erf == null || !isActivated(erf, Activation.Erf.class)) {
            return false;
        }
        GraphAssembly.Part scaled = below(assembly, erf);
        return scaled != null
                && takes(scaled, x)
                && factor(scaled.layer()).isPresent()
                && Math.abs(factor(scaled.layer()).getAsDouble() - Math.sqrt(0.5)) < SINGLE;
    }
}
