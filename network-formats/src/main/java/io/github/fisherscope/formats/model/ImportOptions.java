package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a reader is told beside the file.
 *
 * @param inputShape dimensions of one sample where the file leaves them open, without the batch axis; empty if the file says
 *     them
 * @param output name of the output that is the network's, if the file has several; empty for the only one
 * @param keepSoftmax whether a softmax at the very end is part of the network; otherwise it is cut off, since likelihoods take
 *     logits
 * @param freeze patterns of tensors that count as constants; {@code *} stands for any characters
 * @param parameters patterns of tensors that count as parameters; empty for the rule of the format
 * @param architecture a file that says which layers the tensors belong to, for formats that hold tensors alone
 * @param activations of hidden layers, for formats that hold tensors alone: one for all, or one for each
 * @param asked the tensors that the patterns were applied to so far, for {@link #requireMatched}
 */
public record ImportOptions(
        List<Integer> inputShape,
        String output,
        boolean keepSoftmax,
        List<String> freeze,
        List<String> parameters,
        Optional<Path> architecture,
        List<Activation> activations,
        Set<String> asked) {
    /** So many names stand in a message. */
    private static final int SHOWN = 8;

    private static final ImportOptions DEFAULTS =
            new ImportOptions(List.of(), "", false, List.of(), List.of(), Optional.empty(), List.of(), Set.of());

    public ImportOptions {
        inputShape = List.copyOf(inputShape);
        freeze = List.copyOf(freeze);
        parameters = List.copyOf(parameters);
        activations = List.copyOf(activations);
    }

    /** Returns the options of a file that says everything itself. */
    public static ImportOptions defaults() {
        return DEFAULTS;
    }

    public ImportOptions withInputShape(List<Integer> newInputShape) {
        return new ImportOptions(
                newInputShape, output, keepSoftmax, freeze, parameters, architecture, activations, asked);
    }

    public ImportOptions withOutput(String newOutput) {
        return new ImportOptions(
                inputShape, newOutput, keepSoftmax, freeze, parameters, architecture, activations, asked);
    }

    public ImportOptions withKeepSoftmax(boolean newKeepSoftmax) {
        return new ImportOptions(
                inputShape, output, newKeepSoftmax, freeze, parameters, architecture, activations, asked);
    }

    public ImportOptions withFreeze(List<String> newFreeze) {
        return new ImportOptions(
                inputShape, output, keepSoftmax, newFreeze, parameters, architecture, activations, asked);
    }

    public ImportOptions withParameters(List<String> newParameters) {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, newParameters, architecture, activations, asked);
    }

    public ImportOptions withArchitecture(Path newArchitecture) {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, parameters, Optional.of(newArchitecture), activations, asked);
    }

    /** Returns the same options of a file that says its layers itself. */
    public ImportOptions withoutArchitecture() {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, parameters, Optional.empty(), activations, asked);
    }

    public ImportOptions withActivations(List<Activation> newActivations) {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, parameters, architecture, newActivations, asked);
    }

    /** Returns the same options, which remember from now on the tensors that their patterns are applied to. */
    public ImportOptions remembering() {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, parameters, architecture, activations, new TreeSet<>());
    }

    /** Refuses a pattern that no tensor of the file has matched: it is misspelt, and the choice it makes would be another. */
    public void requireMatched(Path file) {
        requireMatched(file, "freeze", freeze);
        requireMatched(file, "parameters", parameters);
    }

    private void requireMatched(Path file, String argument, List<String> patterns) {
        for (String pattern : patterns) {
            Args.requireThat(
                    asked.stream().anyMatch(name -> NamePattern.matches(pattern, name)),
                    argument,
                    pattern,
                    "no tensor of " + file + " has such a name; there are "
                            + String.join(", ", asked.stream().limit(SHOWN).toList())
                            + (asked.size() > SHOWN ? ", …" : ""),
                    "correct the pattern, or leave it out");
        }
    }

    /** Returns whether a tensor that the format counts as a parameter is one after these options. */
    public boolean isParameter(String name) {
        if (asked instanceof TreeSet) {
            asked.add(name);
        }
        boolean chosen = parameters.isEmpty() || parameters.stream().anyMatch(p -> NamePattern.matches(p, name));
        return chosen && freeze.stream().noneMatch(p -> NamePattern.matches(p, name));
    }
}
