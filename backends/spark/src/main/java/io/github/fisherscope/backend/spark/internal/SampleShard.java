package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.DatasetReader;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomInputs;
import java.io.Serializable;

/**
 * Some consecutive samples, described so that whoever needs them can make or read them.
 *
 * @param first number of the first one in the whole data set
 * @param samples how many there are
 * @param labels theirs, where labels are used
 * @param origin where their inputs come from
 */
public record SampleShard(int first, int samples, LabelMessage labels, Origin origin) implements Serializable {
    /** Where the inputs of a shard come from. */
    public sealed interface Origin extends Serializable {
        /** Returns it in a few words, for messages. */
        String words();

        Dataset load(int first, int samples);
    }

    /** Standard normal inputs, drawn on the spot. */
    public record Drawn(long seed, int index, int inputs) implements Origin {
        @Override
        public String words() {
            return "standard normal inputs of seed " + seed;
        }

        @Override
        public Dataset load(int first, int samples) {
            return RandomInputs.of(seed).standardNormal(index, first, samples, inputs);
        }
    }

    /** Inputs that came with the description, sample by sample. */
    public record Sent(RealVector values, int inputs, String description) implements Origin {
        @Override
        public String words() {
            return description;
        }

        @Override
        public Dataset load(int first, int samples) {
            NpyArray rows =
                    NpyArray.ofRows(samples, inputs, (t, target) -> values.copyTo(t * inputs, target, 0, inputs));
            return Dataset.of(rows, Labels.none(), DataSource.memory(description));
        }
    }

    /** Inputs in a file that every executor can open, itself or through Hadoop. */
    public record Stored(String file, DataOptions options) implements Origin {
        @Override
        public String words() {
            return file;
        }

        @Override
        public Dataset load(int first, int samples) {
            if (ParquetRows.isParquet(file)) {
                return ParquetRows.read(file, first, samples);
            }
            return DatasetReader.of(options).readRange(RemoteFile.local(file), first, first + samples);
        }
    }

    /** Returns the samples. */
    public Dataset load() {
        return origin.load(first, samples);
    }

    /** Returns the shard in words that follow "cannot read". */
    public String words() {
        return "samples " + first + " to " + (first + samples - 1) + " (" + origin.words() + ")";
    }
}
