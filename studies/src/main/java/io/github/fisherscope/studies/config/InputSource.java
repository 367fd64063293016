package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * Independent whole numbers, each equally likely, drawn anew for each network that looks its inputs up.
     *
     * @param samples T ≥ 1
     * @param entries the number of tokens that there are
     */
    record RandomTokens(int samples, int entries) implements InputSource {
        public RandomTokens {
            Args.requireInRange("samples", samples, 1, 1 << 30);
            Args.requireInRange("entries", entries, 1, Integer.MAX_VALUE);
        }
    }

    /**
     * The same given inputs for every network.
     *
     * @param data the inputs
     * @param reading how they were read of the file that their source names, or null if other processes cannot read them so
     */
    record Given(Dataset data, @Nullable DataOptions reading) implements InputSource {
        public Given {
            Objects.requireNonNull(data, "data");
        }

        public Given(Dataset data) {
            this(data, null);
        }

        @Override
        public int samples() {
            return data.samples();
        }
    }
}
