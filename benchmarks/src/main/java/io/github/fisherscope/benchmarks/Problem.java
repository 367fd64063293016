package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;

/** A tanh network (σ_w² = 3, σ_b² = 0.64) with three hidden layers and ten outputs at as many samples as it is wide. */
final class Problem implements AutoCloseable {
    static final Likelihood GAUSSIAN = Likelihood.parse("gaussian");

    private final Backend backend;
    private final Linearization at;

    private Problem(Backend backend, Linearization at) {
        this.backend = backend;
        this.at = at;
    }

    static Backend backend(String name, Precision precision) {
        return Backends.onClassPath().open(name, BackendConfig.defaults().withPrecision(precision));
    }

    static Problem of(String backendName, Precision precision, int width) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, width, width, width, width, 10);
        Backend backend = backend(backendName, precision);
        Linearization at = Linearization.of(
                RandomNetworkGenerator.of(spec, 1).network(0),
                RandomInputs.of(1).standardNormal(0, width, width),
                backend);
        return new Problem(backend, at);
    }

    Linearization at() {
        return at;
    }

    @Override
    public void close() {
        at.close();
        backend.close();
    }
}
