package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.math.RealVector;
import java.io.Serializable;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The labels of a shard's samples, on their way to an executor.
 */
public final class LabelMessage implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int classes;
    private final int[] indices;
    private final int outputs;
    private final RealVector targets;

    /**
     * @param classes K, or 0 where the labels are targets or there are none
     * @param indices the class of each sample
     * @param outputs the length of each target, or 0
     * @param targets numbers, sample by sample
     */
    private LabelMessage(int classes, int[] indices, int outputs, RealVector targets) {
        this.classes = classes;
        this.indices = indices;
        this.outputs = outputs;
        this.targets = targets;
    }

    /** No labels. */
    public static LabelMessage none() {
        return new LabelMessage(0, new int[0], 0, RealVector.empty());
    }

    /** Returns labels on their way. */
    public static LabelMessage of(Labels labels) {
        if (labels instanceof Labels.Targets targets) {
            Optional<Labels.Classes> named = targets.asClasses();
            return new LabelMessage(
                    named.map(Labels.Classes::classes).orElse(0),
                    named.map(LabelMessage::indices).orElse(new int[0]),
                    targets.outputs(),
                    targets.values());
        }
        if (labels instanceof Labels.Classes classes) {
            return new LabelMessage(classes.classes(), indices(classes), 0, RealVector.empty());
        }
        return none();
    }

    private static int[] indices(Labels.Classes classes) {
        return IntStream.range(0, classes.size()).map(classes::get).toArray();
    }

    /** Returns the labels. */
    public Labels labels() {
        if (outputs > 0) {
            Labels.Classes named = classes == 0 ? null : Labels.Classes.of(classes, indices);
            return new Labels.Targets(targets, outputs, new Labels.Targets.Whole(named));
        }
        return classes == 0 ? Labels.none() : Labels.Classes.of(classes, indices);
    }
}
