package io.github.fisherscope.results.trajectory;

import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A series of networks that were trained elsewhere, such as the checkpoints of one training, and their Fisher matrices.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param parameters P, the same for all
 * @param data the samples that they are looked at with
 * @param likelihood the likelihood of loss and Fisher matrix
 * @param records the networks in their order
 */
public record TrackResult(
        String schema, String version, long parameters, Data data, String likelihood, List<Checkpoint> records) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/track/1";

    public TrackResult {
        records = List.copyOf(records);
    }

    /** Returns the JSON text, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }

    /**
     * One network.
     *
     * @param file its file
     * @param loss mean loss over the samples, or null without labels
     * @param bound 2/λ_max, or null where λ_max is 0
     * @param spectrum eigenvalues of the Fisher matrix; no share of the gradient without labels
     * @param kernel the dual matrix beside that of the first network, or null where it would be too large; no alignment
     *     without labels
     * @param path the way from the first network, a chord for each pair of neighbours
     * @param segments the way along straight segments of parameters, or null where an activation has a kink, layers are not
     *     dense, it would take long, or the result is of an earlier version
     */
    public record Checkpoint(
            String file,
            @Nullable Double loss,
            @Nullable Double bound,
            SpectrumNow spectrum,
            @Nullable KernelNow kernel,
            Path path,
            @Nullable Segments segments) {}

    /**
     * The way from the first network along straight segments of parameters, in the Fisher metric.
     *
     * @param length ∫ √(θ̇ᵀFθ̇), no shorter than the chords
     * @param energy ½ ∫ θ̇ᵀFθ̇ with one unit of time for each segment
     */
    public record Segments(double length, double energy) {}
}
