package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import java.util.Objects;

/** Where the inputs of a study come from. */
public sealed interface InputSource {
    /** Returns T. */
    int samples();

    /**
     * Independent standard normal inputs, drawn anew for each network.
     *
     * @param samples T ≥ 1
     */
    record StandardNormal(int samples) implements InputSource {
        public StandardNormal {
            Args.requireInRange("samples", samples, 1, 1 << 30);
        }
    }

    /**
     * The same given inputs for every network.
     *
     * @param data the inputs
     */
    record Given(Dataset data) implements InputSource {
        public Given {
            Objects.requireNonNull(data, "data");
        }

        @Override
        public int samples() {
            return data.samples();
        }
    }
}
