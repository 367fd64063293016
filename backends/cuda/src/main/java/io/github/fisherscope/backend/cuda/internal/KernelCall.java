package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.util.Locale;

/** One launch: a kernel, its grid and its arguments, each checked against the kind that the kernel declares. */
final class KernelCall {
    private final Kernel kernel;
    private final Precision precision;
    private final Grid grid;
    private final long[] arguments;
    private int given;

    KernelCall(Kernel kernel, Precision precision, Grid grid) {
        this.kernel = kernel;
        this.precision = precision;
        this.grid = grid;
        this.arguments = new long[kernel.parameters().length()];
    }

    /** Gives a block's address and the distance between its rows. */
    KernelCall block(StridedMatrix m) {
        return matrix(CudaStorage.address(m)).integer(m.stride());
    }

    /** Gives the address of numbers in the backend's precision. */
    KernelCall matrix(long address) {
        return put('m', address);
    }

    /** Gives the address of numbers in float64. */
    KernelCall doubles(long address) {
        return put('d', address);
    }

    KernelCall integer(long value) {
        return put('n', value);
    }

    KernelCall real(double value) {
        return put('x', Double.doubleToRawLongBits(value));
    }

    private KernelCall put(char kind, long bits) {
        if (given == arguments.length || kernel.parameters().charAt(given) != kind) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT,
                    "%s takes the parameters %s; the one at %d is not of kind %s",
                    kernel,
                    kernel.parameters(),
                    given,
                    kind));
        }
        arguments[given++] = bits;
        return this;
    }

    Kernel kernel() {
        return kernel;
    }

    Precision precision() {
        return precision;
    }

    Grid grid() {
        return grid;
    }

    /** Returns the number of arguments; all must have been given. */
    int count() {
        if (given != arguments.length) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "%s takes %d parameters and was given %d", kernel, arguments.length, given));
        }
        return given;
    }

    /** Returns the eight bytes of argument {@code i}. */
    long bits(int i) {
        return arguments[i];
    }

    /** Returns argument {@code i}, which is a real number. */
    double realAt(int i) {
        return Double.longBitsToDouble(arguments[i]);
    }
}
