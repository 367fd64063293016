package io.github.fisherscope.cli;

import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.NaturalOutputs;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the user should know of a study although it is no mistake.
 *
 * @param network the file of weights, or null
 * @param data where inputs and labels come from
 * @param labelUse why labels play no part, or null where they do
 * @param likelihood the one that takes the outputs
 */
record StudyNotices(
        @Nullable Path network, InputOptions data, @Nullable String labelUse, LikelihoodKind likelihood) {
    /** Returns the notices, a sentence each. */
    List<String> of(StudyConfig config) {
        List<String> notices = new ArrayList<>();
        Integer limit = data.limit();
        int samples = config.inputs().samples();
        if (limit != null && samples < limit) {
            notices.add(String.format(
                    Locale.ROOT, "--limit %d: '%s' has %d samples only; all are used", limit, data.data(), samples));
        }
        if (config.network() instanceof NetworkSource.Imported read) {
            read.notes().stream().skip(1).forEach(note -> notices.add("--network " + read.file() + ": " + note));
        }
        if (config.network() instanceof NetworkSource.Given chain && network != null && !NetworkImport.knows(network)) {
            NaturalOutputs.warning(FullyConnected.graph(chain.network()), likelihood)
                    .ifPresent(note -> notices.add("--network " + network + ": " + note));
        }
        if (config.inputs() instanceof InputSource.Given given) {
            given.data().notes().forEach(note -> notices.add("--data " + data.data() + ": " + note));
            if (data.namesLabels() && labelUse != null) {
                notices.add(data.labelSource() + ": these labels play no part and were not looked at; " + labelUse);
            }
            if (!(given.data().meanSquaredNorm() > 0)) {
                notices.add(String.format(
                        Locale.ROOT,
                        "--data %s: all inputs of the %d samples are zero, or so small that their squares are; what is measured holds for them, and theory has no number for such inputs",
                        data.data(),
                        samples));
            }
        }
        return notices;
    }
}
