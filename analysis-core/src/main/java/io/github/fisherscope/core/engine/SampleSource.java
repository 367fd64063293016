package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import java.util.Objects;

/** Where an engine's processes get their samples from, each its own. */
public sealed interface SampleSource {
    /** Returns T. */
    int samples();

    /** Returns M_0. */
    int inputs();

    /**
     * Standard normal inputs: the same numbers as {@link io.github.fisherscope.core.random.RandomInputs} gives, drawn where
     * they are needed.
     *
     * @param seed of the streams
     * @param index number of the data set, 0 for the first network of an ensemble
     */
    record Normal(long seed, int index, int samples, int inputs) implements SampleSource {
        public Normal {
            Args.requireInRange("samples", samples, 1, 1 << 30);
            Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
        }
    }

    /**
     * A file that every process can read.
     *
     * @param file a path, or an address such as {@code hdfs://host/x.npy} that the engine can read
     * @param options how it is read; without standardisation, which needs all samples
     */
    record File(String file, DataOptions options, int samples, int inputs) implements SampleSource {
        public File {
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(options, "options");
            Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
            Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
        }
    }

    /**
     * Samples that this process holds and sends to the others.
     *
     * @param data the samples
     */
    record Held(Dataset data) implements SampleSource {
        public Held {
            Objects.requireNonNull(data, "data");
        }

        @Override
        public int samples() {
            return data.samples();
        }

        @Override
        public int inputs() {
            return data.inputs();
        }
    }
}
