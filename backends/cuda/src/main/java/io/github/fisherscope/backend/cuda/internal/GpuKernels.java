package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Memory;
import io.github.fisherscope.core.backend.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The kernels of {@code kernels.cu}, compiled for the GPU at hand in both precisions, and how they are launched. */
final class GpuKernels {
    private static final int MOST_ARGUMENTS = 24;

    private final GpuContext context;
    private final Map<Precision, Map<Kernel, Long>> functions = new EnumMap<>(Precision.class);
    private final Memory arguments = new Memory(MOST_ARGUMENTS * (long) Long.BYTES);
    private final Memory argumentAddresses = new Memory(MOST_ARGUMENTS * (long) Long.BYTES);

    /**
     * @param target what the compiler compiles for: {@link KernelCompiler#target}
     */
    GpuKernels(GpuContext context, String target) {
        this.context = context;
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            long at = (long) i * Long.BYTES;
            argumentAddresses.setPointer(at, arguments.share(at));
        }
        for (Precision precision : Precision.values()) {
            functions.put(precision, load(precision, target));
        }
    }

    private static Map<Kernel, Long> load(Precision precision, String target) {
        long[] handle = new long[1];
        byte[] code = KernelCompiler.compile(precision, target);
        CudaDriver.check("cuModuleLoadData", DriverCalls.cuModuleLoadData(handle, code));
        long module = handle[0];
        Map<Kernel, Long> loaded = new EnumMap<>(Kernel.class);
        for (Kernel kernel : Kernel.values()) {
            byte[] name = NativeCalls.text(kernel.symbol());
            CudaDriver.check("cuModuleGetFunction", DriverCalls.cuModuleGetFunction(handle, module, name));
            loaded.put(kernel, handle[0]);
        }
        return loaded;
    }

    void launch(KernelCall call) {
        for (int i = 0; i < call.count(); i++) {
            arguments.setLong((long) i * Long.BYTES, call.bits(i));
        }
        Grid grid = call.grid();
        long function = Objects.requireNonNull(
                Objects.requireNonNull(functions.get(call.precision())).get(call.kernel()));
        CudaDriver.check(
                call.kernel().symbol(),
                DriverCalls.cuLaunchKernel(
                        function,
                        grid.blocksAcross(),
                        grid.blocksDown(),
                        1,
                        grid.threadsAcross(),
                        grid.threadsDown(),
                        1,
                        0,
                        context.stream(),
                        argumentAddresses,
                        null));
    }
}
