package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.network.Activation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
 */
public record ImportOptions(
        List<Integer> inputShape,
        String output,
        boolean keepSoftmax,
        List<String> freeze,
        List<String> parameters,
        Optional<Path> architecture,
        List<Activation> activations) {
    private static final ImportOptions DEFAULTS =
            new ImportOptions(List.of(), "", false, List.of(), List.of(), Optional.empty(), List.of());

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
        return new ImportOptions(newInputShape, output, keepSoftmax, freeze, parameters, architecture, activations);
    }

    public ImportOptions withOutput(String newOutput) {
        return new ImportOptions(inputShape, newOutput, keepSoftmax, freeze, parameters, architecture, activations);
    }

    public ImportOptions withKeepSoftmax(boolean newKeepSoftmax) {
        return new ImportOptions(inputShape, output, newKeepSoftmax, freeze, parameters, architecture, activations);
    }

    public ImportOptions withFreeze(List<String> newFreeze) {
        return new ImportOptions(inputShape, output, keepSoftmax, newFreeze, parameters, architecture, activations);
    }

    public ImportOptions withParameters(List<String> newParameters) {
        return new ImportOptions(inputShape, output, keepSoftmax, freeze, newParameters, architecture, activations);
    }

    public ImportOptions withArchitecture(Path newArchitecture) {
        return new ImportOptions(
                inputShape, output, keepSoftmax, freeze, parameters, Optional.of(newArchitecture), activations);
    }

    public ImportOptions withActivations(List<Activation> newActivations) {
        return new ImportOptions(inputShape, output, keepSoftmax, freeze, parameters, architecture, newActivations);
    }

    /** Returns whether a tensor that the format counts as a parameter is one after these options. */
    public boolean isParameter(String name) {
        boolean chosen = parameters.isEmpty() || parameters.stream().anyMatch(p -> NamePattern.matches(p, name));
        return chosen && freeze.stream().noneMatch(p -> NamePattern.matches(p, name));
    }
}
