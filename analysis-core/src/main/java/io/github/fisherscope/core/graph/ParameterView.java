package io.github.fisherscope.core.graph;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a node finds the numbers of one of its layer's parameters: a whole tensor of θ, some entries of one in another order
 * (transposed, sliced, reshaped), or constants, which are no parameters. Two nodes may view the same tensor: their weights are
 * tied. Immutable.
 */
public final class ParameterView {
    private final int tensor;
    private final int @Nullable [] table;
    private final @Nullable RealVector constants;

    private ParameterView(int tensor, int @Nullable [] table, @Nullable RealVector constants) {
        this.tensor = tensor;
        this.table = table;
        this.constants = constants;
    }

    /** Returns all entries of a tensor in their order. */
    public static ParameterView whole(int tensor) {
        return new ParameterView(Args.requireInRange("tensor", tensor, 0, Integer.MAX_VALUE), null, null);
    }

    /**
     * Returns entries of a tensor.
     *
     * @param tensor its number in the graph
     * @param table entry i of the layer's parameter is entry {@code table[i]} of the tensor
     */
    public static ParameterView of(int tensor, int[] table) {
        Args.requireInRange("tensor", tensor, 0, Integer.MAX_VALUE);
        return new ParameterView(tensor, table.clone(), null);
    }

    /** Returns numbers that stay as they are: F has no rows for them. */
    public static ParameterView constant(double[] values) {
        return new ParameterView(-1, null, RealVector.of(values));
    }

    public boolean isConstant() {
        return constants != null;
    }

    /** Returns whether it is a tensor as it stands in θ. */
    public boolean isWhole() {
        return constants == null && table == null;
    }

    /**
     * Returns the number of the tensor.
     *
     * @throws IllegalStateException if the view is constant
     */
    public int tensor() {
        if (isConstant()) {
            throw new IllegalStateException("a constant views no tensor");
        }
        return tensor;
    }

    /** Returns the constants. */
    public RealVector constants() {
        return Objects.requireNonNull(constants, "the view is not constant");
    }

    /** Returns which entry of the tensor entry {@code i} is. */
    public int index(int i) {
        return table == null ? i : table[i];
    }

    /** Returns the number of entries, for a tensor of that size. */
    int size(int tensorSize) {
        return constants != null ? constants.size() : table == null ? tensorSize : table.length;
    }

    /** Requires entries that the tensor has. */
    void requireWithin(String node, ParameterTensor viewed) {
        if (table == null) {
            return;
        }
        int size = viewed.shape().size();
        for (int entry : table) {
            Args.require(
                    entry >= 0 && entry < size,
                    "node '%s' views entry %d of the parameter '%s', which has %d",
                    node,
                    entry,
                    viewed.name(),
                    size);
        }
    }

    /**
     * Marks the entries that it views.
     *
     * @return whether one of them was marked before, by this view or another one
     */
    public boolean marks(BitSet seen, int tensorSize) {
        boolean twice = false;
        int count = size(tensorSize);
        for (int i = 0; i < count; i++) {
            int entry = index(i);
            twice |= seen.get(entry);
            seen.set(entry);
        }
        return twice;
    }

    @Override
    public String toString() {
        return isConstant()
                ? "constant"
                : table == null ? "tensor " + tensor : "tensor " + tensor + Arrays.toString(table);
    }
}
