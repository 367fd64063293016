package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;

/** What each kernel of kernels.cu does, from its description and not from its source. */
final class SimulatedKernels {
    private static final Activation[] BY_NUMBER = {
        new Activation.Identity(),
        new Activation.LeakyRelu(0), // whose slope is the parameter
        new Activation.Tanh(),
        new Activation.Erf(1), // whose gain is the parameter
        new Activation.Sigmoid(),
        new Activation.Softplus(),
        new Activation.Gelu(),
        new Activation.Silu()
    };

    private final SimulatedMemory memory;

    SimulatedKernels(SimulatedMemory memory) {
        this.memory = memory;
    }

    void run(KernelCall call) {
        requireGrid(call.grid());
        Arguments a = new Arguments(call);
        switch (call.kernel()) {
            case FILL -> {
                Block m = a.block();
                a.shape().forEach((i, j) -> m.put(i, j, call.realAt(4)));
            }
            case COPY -> {
                Block source = a.block();
                Block target = a.block();
                a.shape().forEach((i, j) -> target.put(i, j, source.get(i, j)));
            }
            case COPY_ROWS_REVERSED -> {
                Block source = a.block();
                long count = a.integer();
                Block target = a.block();
                a.shape().forEach((i, j) -> target.put(i, j, source.get(count - 1 - i, j)));
            }
            case ADD -> {
                double alpha = a.real();
                Block x = a.block();
                double beta = a.real();
                Block y = a.block();
                a.shape().forEach((i, j) -> y.put(i, j, alpha * x.get(i, j) + (beta == 0 ? 0 : beta * y.get(i, j))));
            }
            case ADD_ROW -> {
                Block row = a.vector();
                Block m = a.block();
                a.shape().forEach((i, j) -> m.put(i, j, m.get(i, j) + row.get(0, j)));
            }
            case ACTIVATE -> activate(a);
            case MULTIPLY -> {
                Block left = a.block();
                Block right = a.block();
                long repeat = a.integer();
                Block out = a.block();
                a.shape().forEach((i, j) -> out.put(i, j, left.get(i, j) * right.get(i % repeat, j)));
            }
            case MULTIPLY_AND_ADD -> multiplyAndAdd(a, call.grid());
            case MULTIPLY_AND_ADD_SQUARES -> multiplyAndAdd(a, call.grid());
            case MIRROR_LOWER -> {
                Block c = a.block();
                long n = a.integer();
                new Shape(n, n).forEach((i, j) -> c.put(i, j, c.get(Math.max(i, j), Math.min(i, j))));
            }
            case SUM_COLUMNS_PARTLY -> sumColumnsPartly(a, call.grid());
            case SUM_COLUMNS_FINALLY -> {
                Block partial = a.doubles();
                long chunks = a.integer();
                long columns = a.integer();
                Block out = a.vector();
                new Shape(1, columns).forEach((i, j) -> {
                    double sum = 0;
                    for (long chunk = 0; chunk < chunks; chunk++) {
                        sum += partial.get(0, chunk * columns + j);
                    }
                    out.put(0, j, sum);
                });
            }
            case DOT_PARTLY -> dotPartly(a, call.grid());
            case DOT_ROWS -> {
                Block left = a.block();
                Block right = a.block();
                Shape shape = a.shape();
                Block out = a.doubles();
                for (long i = 0; i < shape.rows(); i++) {
                    double sum = 0;
                    for (long j = 0; j < shape.columns(); j++) {
                        sum += left.get(i, j) * right.get(i, j);
                    }
                    out.put(0, i, sum);
                }
            }
            case MAXIMUM_OF_LOWER -> maximumOfLower(a, call.grid());
        }
        a.requireAllRead();
    }

    private static void requireGrid(Grid grid) {
        boolean possible = grid.blocksAcross() >= 1
                && grid.blocksDown() >= 1
                && grid.blocksDown() <= 65_535
                && grid.threadsAcross() * grid.threadsDown() == Grid.THREADS;
        if (!possible) {
            throw new CudaCallException(
                    "a launch", "cudaErrorInvalidConfiguration " + grid, CudaCallException.Kind.OTHER);
        }
    }

    private static void activate(Arguments a) {
        int kind = (int) a.integer();
        double parameter = a.real();
        Block u = a.block();
        Block h = a.block();
        Block d = a.block();
        Activation activation = BY_NUMBER[kind];
        if (activation instanceof Activation.LeakyRelu) {
            activation = new Activation.LeakyRelu(parameter);
        } else if (activation instanceof Activation.Erf) {
            activation = new Activation.Erf(parameter);
        }
        Activation exact = activation;
        a.shape().forEach((i, j) -> {
            double x = u.get(i, j);
            h.put(i, j, exact.value(x));
            d.put(i, j, exact.derivative(x));
        });
    }

    private static void multiplyAndAdd(Arguments a, Grid grid) {
        Block left = a.block();
        Block right = a.block();
        long periodDown = a.integer();
        long periodAcross = a.integer();
        long down = a.integer();
        long across = a.integer();
        double shift = a.real();
        Block c = a.block();
        Shape shape = a.shape();
        double[] squares = new double[1];
        shape.forEach((i, j) -> {
            double factor = right.get((i + down) % periodDown, (j + across) % periodAcross) + shift;
            double added = left.get(i, j) * factor;
            squares[0] += added * added;
            c.put(i, j, c.get(i, j) + added);
        });
        if (a.kernel() == Kernel.MULTIPLY_AND_ADD_SQUARES) {
            a.integer();
            Block partial = a.doubles();
            for (int block = 0; block < grid.blocksAcross(); block++) {
                partial.put(0, block, block == 0 ? squares[0] : 0);
            }
        }
    }

    private static void sumColumnsPartly(Arguments a, Grid grid) {
        Block m = a.block();
        Shape shape = a.shape();
        long height = a.integer();
        Block partial = a.doubles();
        for (long chunk = 0; chunk < grid.blocksDown(); chunk++) {
            for (long j = 0; j < shape.columns(); j++) {
                double sum = 0;
                for (long i = chunk * height; i < Math.min(shape.rows(), (chunk + 1) * height); i++) {
                    sum += m.get(i, j);
                }
                partial.put(0, chunk * shape.columns() + j, sum);
            }
        }
    }

    private static void dotPartly(Arguments a, Grid grid) {
        Block left = a.block();
        Block right = a.block();
        Shape shape = a.shape();
        long width = a.integer();
        Block partial = a.doubles();
        long across = (shape.columns() + width - 1) / width;
        for (int block = 0; block < grid.blocksAcross(); block++) {
            double sum = 0;
            for (long piece = block; piece < shape.rows() * across; piece += grid.blocksAcross()) {
                long from = piece % across * width;
                for (long j = from; j < Math.min(shape.columns(), from + width); j++) {
                    sum += left.get(piece / across, j) * right.get(piece / across, j);
                }
            }
            partial.put(0, block, sum);
        }
    }

    private static void maximumOfLower(Arguments a, Grid grid) {
        Block m = a.block();
        long n = a.integer();
        double infinity = a.real();
        Block partial = a.doubles();
        for (int block = 0; block < grid.blocksAcross(); block++) {
            double largest = 0;
            for (long i = block; i < n; i += grid.blocksAcross()) {
                for (long j = 0; j <= i; j++) {
                    double size = Math.abs(m.get(i, j));
                    largest = Math.max(largest, size < infinity ? size : infinity);
                }
            }
            partial.put(0, block, largest);
        }
    }

    /** Reads the arguments of a call in order. */
    private final class Arguments {
        private final KernelCall call;
        private int next;

        Arguments(KernelCall call) {
            this.call = call;
            call.count();
        }

        Kernel kernel() {
            return call.kernel();
        }

        Block block() {
            long address = call.bits(next++);
            return new Block(call.precision(), address, call.bits(next++));
        }

        Block vector() {
            return new Block(call.precision(), call.bits(next++), 0);
        }

        Block doubles() {
            return new Block(Precision.DOUBLE, call.bits(next++), 0);
        }

        long integer() {
            return call.bits(next++);
        }

        double real() {
            return call.realAt(next++);
        }

        Shape shape() {
            long rows = integer();
            return new Shape(rows, integer());
        }

        void requireAllRead() {
            int unread = call.count() - next;
            if (unread > (call.kernel() == Kernel.FILL ? 1 : 0)) { // the value of FILL is read by its place
                throw new IllegalStateException(call.kernel() + " has unread arguments");
            }
        }
    }

    /** A row-major block of memory. */
    private final class Block {
        private final Precision precision;
        private final long address;
        private final long stride;

        Block(Precision precision, long address, long stride) {
            this.precision = precision;
            this.address = address;
            this.stride = stride;
        }

        double get(long i, long j) {
            return memory.get(precision, address, i * stride + j);
        }

        void put(long i, long j, double value) {
            memory.put(precision, address, i * stride + j, value);
        }
    }

    private record Shape(long rows, long columns) {
        void forEach(Visitor visitor) {
            for (long i = 0; i < rows; i++) {
                for (long j = 0; j < columns; j++) {
                    visitor.visit(i, j);
                }
            }
        }
    }

    /** What is done with one entry. */
    @FunctionalInterface
    private interface Visitor {
        void visit(long i, long j);
    }
}
