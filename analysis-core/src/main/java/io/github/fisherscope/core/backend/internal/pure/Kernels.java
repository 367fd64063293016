package io.github.fisherscope.core.backend.internal.pure;

import java.lang.reflect.Constructor;
import java.util.function.Supplier;

/**
 * The kernels that this JVM runs: on the Vector API where its module is present ({@code --add-modules
 * jdk.incubator.vector}) and the processor has vectors of 256 bits or more, otherwise plain loops.
 *
 * @param name what to call them
 */
record Kernels(String name, Supplier<DoubleKernel> doubles, Supplier<FloatKernel> floats) {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int LEAST_BITS = 256;

    static final Kernels SCALAR = new Kernels("scalar", ScalarDoubles::new, ScalarFloats::new);

    private static final Kernels USED = find();

    static Kernels used() {
        return USED;
    }

    private static Kernels find() {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return SCALAR;
        }
        try {
            int bits = bits();
            if (bits < LEAST_BITS) {
                return SCALAR;
            }
            Constructor<? extends DoubleKernel> doubles = constructor("VectorDoubles", DoubleKernel.class);
            Constructor<? extends FloatKernel> floats = constructor("VectorFloats", FloatKernel.class);
            make(doubles);
            make(floats);
            return new Kernels("Vector API, " + bits + " bits", () -> make(doubles), () -> make(floats));
        } catch (ReflectiveOperationException | LinkageError e) {
            return SCALAR; // a later JDK whose incubating interface is another
        }
    }

    private static int bits() throws ReflectiveOperationException {
        Class<?> shape = Class.forName(MODULE + ".VectorShape");
        Object preferred = shape.getMethod("preferredShape").invoke(null);
        return (int) shape.getMethod("vectorBitSize").invoke(preferred);
    }

    private static <T> Constructor<? extends T> constructor(String name, Class<T> kind)
            throws ReflectiveOperationException {
        return Class.forName(Kernels.class.getPackageName() + "." + name)
                .asSubclass(kind)
                .getDeclaredConstructor();
    }

    private static <T> T make(Constructor<? extends T> constructor) {
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(constructor + " could be called before", e);
        }
    }
}
