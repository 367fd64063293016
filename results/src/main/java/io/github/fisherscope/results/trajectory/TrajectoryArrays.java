package io.github.fisherscope.results.trajectory;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a trajectory as arrays by name: {@code losses} for every step, all others with one entry or row for each
 * record. What is not known is NaN.
 */
public final class TrajectoryArrays {
    private final List<Snapshot> records;
    private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

    private TrajectoryArrays(List<Snapshot> records) {
        this.records = records;
    }

    /** Returns the arrays. */
    public static Map<String, NpyArray> of(TrajectoryResult result) {
        TrajectoryArrays made = new TrajectoryArrays(result.records());
        made.arrays.put(
                "losses", NpyArray.of(result.losses().toArray(), result.losses().size()));
        made.column("step", r -> (double) r.step());
        made.column("loss", Snapshot::loss);
        made.column("held_out_loss", Snapshot::heldOutLoss);
        made.column("learning_rate", r -> r.rate().value());
        made.column("bound", r -> r.rate().bound());
        made.column("limit", r -> r.rate().limit());
        made.column("curvature", r -> r.rate().curvature());
        made.column("largest", r -> r.spectrum().largest());
        made.column("trace", r -> r.spectrum().trace());
        made.column("effective_dimension", r -> r.spectrum().effectiveDimension());
        made.column("gradient_share", r -> r.spectrum().gradientShare());
        made.column("kernel_drift", r -> kernel(r, KernelNow::drift));
        made.column("label_alignment", r -> kernel(r, KernelNow::alignment));
        made.column("length", r -> r.path().length());
        made.column("energy", r -> r.path().energy());
        made.column("distance", r -> r.path().distance());
        made.column("step_norm", r -> r.path().stepNorm());
        made.column("step_fisher_norm", r -> r.path().stepFisherNorm());
        made.rows("top", r -> r.spectrum().top());
        made.rows("quantiles", r -> r.spectrum().quantiles());
        return made.arrays;
    }

    private static @Nullable Double kernel(Snapshot record, Function<KernelNow, @Nullable Double> value) {
        KernelNow kernel = record.kernel();
        return kernel == null ? null : value.apply(kernel);
    }

    private void column(String name, Function<Snapshot, @Nullable Double> value) {
        double[] values = new double[records.size()];
        for (int i = 0; i < values.length; i++) {
            Double known = value.apply(records.get(i));
            values[i] = known == null ? Double.NaN : known;
        }
        arrays.put(name, NpyArray.of(values, values.length));
    }

    private void rows(String name, Function<Snapshot, @Nullable RealVector> value) {
        int columns = 0;
        for (Snapshot record : records) {
            RealVector row = value.apply(record);
            columns = Math.max(columns, row == null ? 0 : row.size());
        }
        double[] values = new double[records.size() * columns];
        for (int i = 0; i < values.length; i++) {
            RealVector row = value.apply(records.get(i / columns));
            values[i] = row == null || i % columns >= row.size() ? Double.NaN : row.get(i % columns);
        }
        arrays.put(name, NpyArray.of(values, records.size(), columns));
    }
}
