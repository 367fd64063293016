package io.github.fisherscope.core.fisher.form;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.GraphFisher;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.KroneckerSharing;
import io.github.fisherscope.core.layer.convolution.Conv;
import io.github.fisherscope.core.layer.convolution.Window;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.DenseShape;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that runs out at any moment leaves nothing behind: every matrix that was handed out is given back. */
class GraphFormLeaksTest {
    /** A backend without memory for one matrix, counted from 0. */
    private static final class Scarce {
        private final List<Matrix> given = Collections.synchronizedList(new ArrayList<>());
        private final Backend backend;
        private boolean refused;

        Scarce(Backend real, int refusal) {
            this.backend = (Backend) Proxy.newProxyInstance(
                    Backend.class.getClassLoader(), new Class<?>[] {Backend.class}, (proxy, method, arguments) -> {
                        boolean allocation = method.getName().equals("allocate");
                        if (allocation && given.size() == refusal && !refused) {
                            refused = true;
                            throw new IllegalStateException("no memory");
                        }
                        if (method.getName().equals("filled")) {
                            return InvocationHandler.invokeDefault(proxy, method, arguments);
                        }
                        try {
                            Object result = method.invoke(real, arguments);
                            if (allocation) {
                                given.add((Matrix) result);
                            }
                            return result;
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }

        long open() {
            return given.stream()
                    .filter(m -> m.rows() * m.columns() > 0 && isOpen(m))
                    .count();
        }

        private static boolean isOpen(Matrix matrix) {
            try {
                matrix.read(0, 0, new double[1], 0, 1);
                return true;
            } catch (IllegalStateException closed) {
                return false;
            }
        }
    }

    private static GraphNetwork network() {
        Graph.Builder graph = Graph.on(Shape.of(1, 2, 3, 3));
        graph.then("conv", new Conv(2, 4, 2, true, Window.of(2, 2)));
        graph.then("flat", IndexGather.reshape(Shape.of(1, 4, 2, 2), Shape.of(16)));
        graph.then("out", new DenseKernel.Of(new DenseShape(16, 3, true)));
        Graph built = graph.build();
        return new GraphNetwork(built, numbers(Math.toIntExact(built.parameters())));
    }

    private static RealVector numbers(int n) {
        return RealVector.of(
                IntStream.range(0, n).mapToDouble(i -> Math.sin(2.3 * i + 0.7)).toArray());
    }

    @ParameterizedTest
    @EnumSource(
            value = FisherForm.class,
            names = {"IMPLICIT", "BLOCK_TRIDIAGONAL"},
            mode = EnumSource.Mode.EXCLUDE)
    void nothingStaysOpenWhenMemoryRunsOut(FisherForm form) {
        nothingStaysOpen(form, Long.MAX_VALUE);
        nothingStaysOpen(form, 1);
    }

    private static void nothingStaysOpen(FisherForm form, long batchBytes) {
        Dataset data =
                Dataset.of(NpyArray.of(numbers(4 * 18).toArray(), 4, 18), Labels.none(), DataSource.memory("numbers"));
        int allocations = 0;
        for (boolean refused = true; refused; allocations++) {
            try (Backend real = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1))) {
                Scarce scarce = new Scarce(real, allocations);
                make(form, data, scarce.backend, batchBytes);
                refused = scarce.refused;
                assertThat(scarce.open())
                        .as("matrices left open when number %d was refused", allocations)
                        .isZero();
            }
        }
        assertThat(allocations).isGreaterThan(5);
    }

    private static void make(FisherForm form, Dataset data, Backend backend, long batchBytes) {
        FisherRequest request = FisherRequest.exact(new Likelihood.Gaussian(1));
        try (GraphFisher fisher = GraphFisher.of(network(), data, request, backend, batchBytes);
                SpectralFisherMatrix made = GraphForms.spectral(form, fisher, KroneckerSharing.EXPAND)) {
            assertThat(made.eigenvalues().size()).isPositive();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("no memory");
        }
    }
}
