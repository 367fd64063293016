package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.network.Activation;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Functions of single numbers, softmax, and what does nothing to a trained network. */
final class FunctionWords {
    private FunctionWords() {}

    static Map<String, LayerWord> words() {
        Map<String, LayerWord> words = new HashMap<>();
        for (String name : new String[] {"relu", "tanh", "sigmoid", "softplus", "gelu", "silu", "erf", "identity"}) {
            Activation activation = Activation.parse(name);
            words.put(name, LayerWord.ofFunction((c, in) -> c.map(in, new Activated.Of(activation))));
        }
        words.put("identity", LayerWord.ofFunction((c, in) -> in));
        words.put("dropout", LayerWord.of((c, in) -> in, "p", "rate", "inplace")); // none while it is evaluated
        words.put(
                "leakyrelu",
                LayerWord.ofFunction(
                        (c, in) -> c.map(in, new Activated.Of(new Activation.LeakyRelu(c.real("slope", 0.01)))),
                        "slope"));
        function(words, "elu", c -> ScalarFunction.elu(c.real("alpha", 1)), "alpha");
        function(words, "selu", c -> ScalarFunction.selu(1.6732632423543772, 1.0507009873554805));
        function(words, "gelu_tanh", c -> ScalarFunction.geluTanh());
        function(words, "mish", c -> ScalarFunction.mish());
        function(words, "hardswish", c -> ScalarFunction.hardSwish());
        function(words, "hardsigmoid", c -> ScalarFunction.hardSigmoid(1.0 / 6, 0.5));
        function(words, "softsign", c -> ScalarFunction.softsign());
        words.put("scale", LayerWord.of((c, in) -> c.map(in, Affine.scalar(c.real("scale", 1), 0))));
        words.put(
                "softmax",
                LayerWord.ofFunction((c, in) -> c.map(in, new Softmax(in.dims().size() - 1))));
        return words;
    }

    private static void function(
            Map<String, LayerWord> words,
            String name,
            Function<WordCall, ScalarFunction> function,
            String... settings) {
        words.put(name, LayerWord.ofFunction((c, in) -> c.map(in, new Pointwise(function.apply(c))), settings));
    }
}
