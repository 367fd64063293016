package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.layer.product.MatMul;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * {@code Einsum} of two operands as one batched product: letters of both operands that the result keeps are the batch, those
 * that it drops are summed over, the rest are rows and columns.
 */
final class EinsteinSum {
    private static final String REMEDY = "write it as transposes and matrix products";

    private EinsteinSum() {}

    static List<Value> apply(NodeCall call) {
        String equation = call.attributes().text("equation", "").replace(" ", "");
        String[] sides = equation.split("->", -1);
        String[] operands = sides[0].split(",", -1);
        if (sides.length != 2 || operands.length != 2 || call.inputs() != 2 || !isPlain(equation)) {
            throw call.refuse(
                    "has the equation '" + equation + "'; two operands with an explicit result are read", REMEDY);
        }
        String a = operands[0];
        String b = operands[1];
        String out = sides[1];
        String batch = letters(a, c -> b.indexOf(c) >= 0 && out.indexOf(c) >= 0);
        String summed = letters(a, c -> b.indexOf(c) >= 0 && out.indexOf(c) < 0);
        String rows = letters(a, c -> b.indexOf(c) < 0 && out.indexOf(c) >= 0);
        String columns = letters(b, c -> a.indexOf(c) < 0 && out.indexOf(c) >= 0);
        if (batch.length() + summed.length() + rows.length() != a.length()
                || batch.length() + summed.length() + columns.length() != b.length()) {
            throw call.refuse("has the equation '" + equation + "', which sums over letters of one operand", REMEDY);
        }
        Map<Character, Integer> sizes = new HashMap<>();
        measure(a, call.dims(0), sizes);
        measure(b, call.dims(1), sizes);
        Signal left = arranged(call, 0, a, List.of(batch, rows, summed), sizes);
        Signal right = arranged(call, 1, b, List.of(batch, summed, columns), sizes);
        List<Integer> dims = List.of(size(batch, sizes), size(rows, sizes), size(columns, sizes));
        Signal product = call.emit(new MatMul(), List.of(left, right), List.of(), dims);
        String made = batch + rows + columns;
        List<Integer> madeDims = made.chars().mapToObj(c -> sizes.get((char) c)).toList();
        List<Integer> order = out.chars().mapToObj(made::indexOf).toList();
        return List.of(call.move(call.reshape(product, madeDims), Rearrangement.transpose(madeDims, order)));
    }

    private static boolean isPlain(String equation) {
        String letters = equation.replace("->", ",");
        for (String part : letters.split(",", -1)) {
            if (part.chars().distinct().count() != part.length()
                    || !part.chars().allMatch(Character::isLetter)) {
                return false;
            }
        }
        return true;
    }

    private static String letters(String of, IntPredicate which) {
        StringBuilder chosen = new StringBuilder();
        of.chars().filter(which).forEach(c -> chosen.append((char) c));
        return chosen.toString();
    }

    private static void measure(String letters, List<Integer> dims, Map<Character, Integer> sizes) {
        for (int i = 0; i < letters.length(); i++) {
            sizes.put(letters.charAt(i), dims.get(i));
        }
    }

    private static int size(String letters, Map<Character, Integer> sizes) {
        return letters.chars().map(c -> sizes.get((char) c)).reduce(1, Math::multiplyExact);
    }

    /** Returns an operand with its axes in groups, one axis for each group. */
    private static Signal arranged(
            NodeCall call, int input, String letters, List<String> groups, Map<Character, Integer> sizes) {
        List<Integer> order = new ArrayList<>();
        List<Integer> dims = new ArrayList<>();
        for (String group : groups) {
            group.chars().forEach(c -> order.add(letters.indexOf(c)));
            dims.add(size(group, sizes));
        }
        Value moved = call.move(call.input(input), Rearrangement.transpose(call.dims(input), order));
        return call.signal(call.reshape(moved, Dims.shape(dims).dimensions()));
    }
}
