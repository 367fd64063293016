package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rotary positions (opset 23), {@code y = cos ∘ x + sin ∘ (x with the two numbers of each pair exchanged, the first negative)},
 * with known angles.
 */
final class RotaryPositions {
    private RotaryPositions() {}

    static List<Value> apply(NodeCall call) {
        List<Integer> given = call.dims(0);
        boolean flat = given.size() == 3;
        int heads = Math.toIntExact(call.attributes().integer("num_heads", 0));
        if (flat && heads < 1) {
            throw call.refuse("does not say the number of heads", "give num_heads");
        }
        List<Integer> split = flat ? List.of(given.get(0), given.get(1), heads, given.get(2) / heads) : given;
        Value x = call.reshape(call.input(0), split);
        if (flat) {
            x = call.move(x, Rearrangement.transpose(split, List.of(0, 2, 1, 3)));
        }
        List<Integer> dims = x.dims();
        int size = dims.get(3);
        int rotated = Math.toIntExact(call.attributes().integer("rotary_embedding_dim", 0));
        boolean interleaved = call.attributes().integer("interleaved", 0) != 0;
        Pairs pairs = new Pairs(rotated == 0 ? size : rotated, interleaved);
        Value cos = factors(call, 1, dims, pairs, true);
        Value sin = factors(call, 2, dims, pairs, false);
        KnownNumbers partners = KnownNumbers.vector(
                IntStream.range(0, size).mapToObj(pairs::partner).toList());
        Value exchanged = call.move(x, Rearrangement.gather(dims, 3, partners));
        Value result = ArithmeticOperators.add(
                call, ArithmeticOperators.multiply(call, x, cos), ArithmeticOperators.multiply(call, exchanged, sin));
        if (!flat) {
            return List.of(result);
        }
        Value back = call.move(result, Rearrangement.transpose(dims, List.of(0, 2, 1, 3)));
        return List.of(call.reshape(back, given));
    }

    /**
     * Which numbers are rotated together.
     *
     * @param rotated how many of the numbers are rotated, from the first on
     * @param interleaved whether neighbours form pairs, not the two halves
     */
    private record Pairs(int rotated, boolean interleaved) {
        int partner(int i) {
            if (i >= rotated) {
                return i;
            }
            return interleaved ? i ^ 1 : (i + rotated / 2) % rotated;
        }

        boolean isFirst(int i) {
            return interleaved ? i % 2 == 0 : i < rotated / 2;
        }

        int angle(int i) {
            return interleaved ? i / 2 : i % (rotated / 2);
        }
    }

    /** Returns the factors of every number, batch × 1 × positions × size. */
    private static Value factors(NodeCall call, int input, List<Integer> dims, Pairs pairs, boolean cosine) {
        if (call.input(input) instanceof Signal) {
            throw call.refuse("has angles that are computed", "use angles that do not depend on the data");
        }
        KnownNumbers table = call.numbers(input);
        if (call.has(3)) {
            Rearrangement picked = Rearrangement.gather(table.dims(), 0, call.numbers(3));
            table = table.moved(picked, 0);
        }
        int batch = dims.get(0);
        int positions = dims.get(2);
        int size = dims.get(3);
        int angles = pairs.rotated() / 2;
        double[] values = new double[batch * positions * size];
        KnownNumbers known = table;
        Arrays.setAll(values, at -> {
            int i = at % size;
            if (i >= pairs.rotated()) {
                return cosine ? 1 : 0;
            }
            double value = known.real(at / size * angles + pairs.angle(i));
            return cosine || !pairs.isFirst(i) ? value : -value;
        });
        return new Fixed(KnownNumbers.reals(new ArrayList<>(List.of(batch, 1, positions, size)), values));
    }
}
