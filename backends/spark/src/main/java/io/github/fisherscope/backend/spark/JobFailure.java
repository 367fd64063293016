package io.github.fisherscope.backend.spark;

import io.github.fisherscope.backend.spark.internal.ShardFailure;
import io.github.fisherscope.core.engine.EngineException;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.spark.SparkException;

/** What Spark throws after the last try of a task, in one line. */
final class JobFailure {
    private JobFailure() {}

    /**
     * Runs a job.
     *
     * @throws EngineException if it fails, naming the shard where one is to blame
     */
    static <R> R explained(Supplier<R> job) {
        try {
            return job.get();
        } catch (Exception e) { // Scala throws what Java would have to declare
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof ShardFailure failure) {
                    throw new EngineException(Objects.requireNonNull(failure.getMessage()), e);
                }
            }
            if (e instanceof SparkException || e instanceof IllegalStateException) {
                throw new EngineException(words(Objects.requireNonNullElse(e.getMessage(), e.toString())), e);
            }
            throw e;
        }
    }

    private static String words(String message) {
        if (message.contains("SerializedLambda") || message.contains("ClassNotFoundException")) {
            return "the executors do not know the classes of this program; give its jars to them, as docs/how-to/spark.md says";
        }
        String line = message.lines().findFirst().orElse("");
        if (line.contains("ExecutorLostFailure") || message.contains("exited")) {
            return "an executor was lost as often as Spark tries again, which most often means that its memory was too small; use more partitions, or executors with more memory ("
                    + line + ")";
        }
        return "Spark gave up: " + line;
    }
}
