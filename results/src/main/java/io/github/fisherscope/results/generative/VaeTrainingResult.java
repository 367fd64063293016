package io.github.fisherscope.results.generative;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.JsonText;
import java.util.List;

/**
 * The training of an autoencoder.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param setting what was trained, and how
 * @param losses the negative mean bound of each step's batch, before the step
 * @param steps number of steps made
 * @param diverged whether the training failed
 * @param end why it ended: steps or diverged; running in the state of one that goes on
 * @param records what was measured, by rising step
 */
public record VaeTrainingResult(
        String schema,
        String version,
        Setting setting,
        RealVector losses,
        int steps,
        boolean diverged,
        String end,
        List<Snapshot> records) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/vae-training/1";

    public VaeTrainingResult {
        records = List.copyOf(records);
    }

    /** Returns the JSON text, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }

    /**
     * What was trained, and how.
     *
     * @param model the autoencoder
     * @param data what it was trained on
     * @param optimizer the method with its settings
     * @param batch data of a step
     * @param order file, shuffled, or all
     * @param warmUp steps over which the weight of the divergence rose
     * @param seed seed of everything that was drawn
     */
    public record Setting(
            ModelInfo model, Data data, String optimizer, int batch, String order, int warmUp, long seed) {}

    /**
     * The training data.
     *
     * @param source where they are from, and what was done to them
     * @param samples number of data that were trained on
     * @param heldOut number of data that no step saw
     */
    public record Data(String source, int samples, int heldOut) {}

    /**
     * The model after some steps, on the held-out data, or on those of the training where none were held out.
     *
     * @param step number of steps made before
     * @param bound mean bound of a datum
     * @param standardError of the bound over data, 0 for a single datum
     * @param reconstruction mean of log p(x | z)
     * @param perLatent mean divergence of each latent
     * @param active number of latents whose divergence is more than 0.01
     */
    public record Snapshot(
            int step, double bound, double standardError, double reconstruction, RealVector perLatent, int active) {}

    /** Returns the last record. */
    public Snapshot last() {
        return records.get(records.size() - 1);
    }
}
