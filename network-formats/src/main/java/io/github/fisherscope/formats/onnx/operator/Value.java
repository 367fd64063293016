package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.formats.model.WeightSource.EntryTable;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.List;

/** What a name in an ONNX graph stands for, with the batch axis at 1. */
public sealed interface Value {
    List<Integer> dims();

    /** Returns the number of entries. */
    default int size() {
        return Dims.size(dims());
    }

    /**
     * KnownNumbers that are known.
     *
     * @param numbers the numbers
     */
    record Fixed(KnownNumbers numbers) implements Value {
        @Override
        public List<Integer> dims() {
            return numbers.dims();
        }
    }

    /**
     * A stored floating-point tensor, or entries of one. Whether it counts as a parameter depends on what takes it.
     *
     * @param tensor its name
     * @param dims its dimensions after all views
     * @param entries which entries it has
     */
    record Weights(String tensor, List<Integer> dims, EntryTable entries) implements Value {
        public Weights {
            dims = List.copyOf(dims);
        }
    }

    /**
     * What depends on the input.
     *
     * @param part number of the layer in the assembly, or that of the input
     * @param dims its dimensions, which may be others than those of the layer's output
     */
    record Signal(int part, List<Integer> dims) implements Value {
        public Signal {
            dims = List.copyOf(dims);
        }

        /** Returns the same numbers with another shape. */
        Signal as(List<Integer> newDims) {
            return new Signal(part, newDims);
        }
    }

    /** What could not be read; whatever takes it is passed over. */
    record Unknown() implements Value {
        @Override
        public List<Integer> dims() {
            return List.of();
        }
    }
}
