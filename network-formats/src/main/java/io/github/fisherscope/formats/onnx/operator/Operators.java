package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.onnx.proto.OnnxNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All operators that are read, by their names. */
public final class Operators {
    private static final Map<String, Operator> KNOWN = merged(Stream.of(
            ConstantOperators.family(),
            ComparisonOperators.family(),
            ViewOperators.family(),
            MovingOperators.family(),
            PaddingOperators.family(),
            ArithmeticOperators.family(),
            PointwiseOperators.family(),
            ProductOperators.family(),
            ConvolutionOperators.family(),
            PoolingOperators.family(),
            ReductionOperators.family(),
            NormalizationOperators.family(),
            AttentionOperators.family()));

    private static final Set<String> RECURRENT = Set.of("LSTM", "GRU", "RNN");
    private static final Set<String> CONTROL = Set.of("If", "Loop", "Scan", "SequenceMap");

    private Operators() {}

    private static Map<String, Operator> merged(Stream<Map<String, Operator>> families) {
        Map<String, Operator> all = new HashMap<>();
        families.forEach(all::putAll);
        return Map.copyOf(all);
    }

    /** Returns the names of all operators that are read. */
    public static List<String> names() {
        return List.copyOf(new TreeSet<>(KNOWN.keySet()));
    }

    /**
     * Returns the operator of a node.
     *
     * @throws UnsupportedOperatorException if it is not read; the message says why and what to do
     */
    static Operator find(OnnxNode node) {
        Operator known = node.domain().isEmpty() ? KNOWN.get(node.operator()) : null;
        if (known != null && !node.attributes().hasGraph()) {
            return known;
        }
        if (!node.domain().isEmpty()) {
            throw new UnsupportedOperatorException(
                    "is an operator of the set '" + node.domain() + "'",
                    "export with ONNX's own operators, without fusing for a runtime");
        }
        if (CONTROL.contains(node.operator())) {
            throw new UnsupportedOperatorException(
                    "branches or repeats at run time",
                    "export the model by tracing one input, so that branches are decided");
        }
        if (RECURRENT.contains(node.operator())) {
            throw new UnsupportedOperatorException(
                    "is a recurrent layer, which is not read", "write its steps out as dense layers");
        }
        if (node.operator().contains("Quantize") || node.operator().contains("Integer")) {
            throw new UnsupportedOperatorException(
                    "is quantised and has no derivative", "export the model before it is quantised");
        }
        throw new UnsupportedOperatorException(
                "is an operator that is not read", "replace it in the model by operators that are");
    }
}
