package io.github.fisherscope.studies.plan;

import io.github.fisherscope.studies.config.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a study would cost, before it runs; times are operations of one network, memory is the peak of the process. */
public sealed interface PlanTable {

    /**
     * Every method for the whole Fisher matrix.
     *
     * @param parameters P
     * @param rows rows of the dual matrix, C·T
     * @param product flops of one product with a vector
     * @param methods one row per method
     * @param routes the ways to multiply, null where the chosen method is direct
     * @param memory what the planned memory consists of
     */
    record OfMethods(
            long parameters,
            long rows,
            double product,
            List<MethodRow> methods,
            @Nullable Routes routes,
            MemoryShares memory)
            implements PlanTable {
        public OfMethods {
            methods = List.copyOf(methods);
        }
    }

    /** One method with its best route. */
    record MethodRow(Method method, boolean chosen, double flops, long bytes) {}

    /**
     * The ways to multiply by the matrix.
     *
     * @param products products that the method is expected to take
     * @param moments whether the exact second moment is computed too
     */
    record Routes(double products, boolean moments, List<RouteRow> rows) {
        public Routes {
            rows = List.copyOf(rows);
        }
    }

    /**
     * One way to multiply, in flops.
     *
     * @param each for one product
     * @param before for what is prepared before the first
     * @param total for everything
     */
    record RouteRow(ProductRoute route, boolean chosen, double each, double before, double total, long bytes) {}

    /**
     * Shares of the planned memory, in bytes.
     *
     * @param total the peak of the process
     * @param matrices outside the Java heap
     * @param heap data, network and vectors
     * @param runtime the Java machine
     */
    record MemoryShares(long total, long matrices, long heap, long runtime) {}

    /**
     * A matrix whose eigenvalues are all found directly.
     *
     * @param matrix what it is, such as "form kronecker"
     * @param parameters P
     * @param rows C·T
     */
    record OfOneMatrix(String matrix, double parameters, double rows, MethodReason reason, double flops, long bytes)
            implements PlanTable {}

    /**
     * The whole Fisher matrix with its samples divided between processes.
     *
     * @param reason why the method is what it is
     * @param product flops of one product with a vector
     * @param flops planned work
     * @param engine what divides them
     * @param partitions into how many parts
     * @param memory what each kind of process takes
     */
    record OfEngine(
            MethodReason reason, double product, double flops, String engine, int partitions, EngineMemory memory)
            implements PlanTable {}

    /**
     * Planned memory where samples are divided between processes, in bytes.
     *
     * @param driver the process that asks, with the others' where they are threads of it
     * @param executor the least that another process takes: one part at work
     * @param kept all linearised parts together; what does not fit the executors is linearised again for every product
     */
    record EngineMemory(long driver, long executor, long kept) {}

    /**
     * The Hessian of the loss.
     *
     * @param parameters P
     * @param product flops of one product with a vector
     */
    record OfHessian(double parameters, double product, MethodReason reason, double flops, long bytes)
            implements PlanTable {}
}
