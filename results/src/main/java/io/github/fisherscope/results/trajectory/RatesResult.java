package io.github.fisherscope.results.trajectory;

import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Data;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Learning rates that were tried: for each method its limits beside the largest rate that trained.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param setting what was trained
 * @param largest λ_max of the Fisher matrix at the start
 * @param predictedLargest what mean-field theory predicts for it, or null where theory does not apply
 * @param methods the methods in the order asked for
 */
public record RatesResult(
        String schema,
        String version,
        Setting setting,
        double largest,
        @Nullable Double predictedLargest,
        List<Method> methods) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/rates/1";

    public RatesResult {
        methods = List.copyOf(methods);
    }

    /** Returns the JSON text, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }

    /**
     * What was trained.
     *
     * @param network the network at the start
     * @param data the training data
     * @param likelihood the likelihood of the predictions
     * @param divergence which divergence of the prediction from the label is the loss
     * @param steps steps of each training, by all samples
     * @param seed seed of everything that was drawn
     */
    public record Setting(NetworkInfo network, Data data, String likelihood, String divergence, int steps, long seed) {}

    /**
     * A method and its rates. A rate has trained if all steps were made and the loss fell.
     *
     * @param name the method with its settings
     * @param predicted its stability limit at the λ_max that theory predicts; null where theory does not apply or λ_max alone
     *     does not decide
     * @param limit its stability limit at the start; null where it depends on what the method collects
     * @param trained the largest rate that trained, next to one that did not; null if none did
     * @param failed that rate, at most 2 % above; null if no rate up to a million times the first one failed
     * @param limitAtEnd the stability limit after the training at the rate {@code trained}; null where it is not known
     * @param lossRatio last loss over first loss of that training; null if there is none
     * @param trainings number of rates tried
     */
    public record Method(
            String name,
            @Nullable Double predicted,
            @Nullable Double limit,
            @Nullable Double trained,
            @Nullable Double failed,
            @Nullable Double limitAtEnd,
            @Nullable Double lossRatio,
            int trainings) {}
}
