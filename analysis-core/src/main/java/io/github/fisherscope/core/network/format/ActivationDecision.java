package io.github.fisherscope.core.network.format;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.format.NetworkReading.ActivationSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides the activation of each layer: the file says it or the caller does, and where both do, they must agree. It is
 * never guessed.
 *
 * @param activations one for each layer, the output layer last
 * @param source who said it
 */
record ActivationDecision(List<Activation> activations, ActivationSource source) {
    private static final Activation LINEAR = new Activation.Identity();

    ActivationDecision {
        activations = List.copyOf(activations);
    }

    static ActivationDecision of(
            Path file, StoredArrays.@Nullable StoredText field, @Nullable List<Activation> given, int depth) {
        List<Activation> fromFile = field == null ? null : fromField(file, field, depth);
        List<Activation> said = given == null ? null : given(file, given, depth);
        if (fromFile != null && said != null && !fromFile.equals(said)) {
            throw InputFileException.format(
                    file,
                    "give the same or none",
                    "has the activations %s in its field 'activation', but %s was given",
                    ids(fromFile),
                    ids(said));
        }
        List<Activation> chosen = fromFile != null ? fromFile : said;
        boolean trivial = depth == 1 && (chosen == null || chosen.equals(List.of(LINEAR)));
        if (trivial) {
            return new ActivationDecision(List.of(LINEAR), ActivationSource.NO_HIDDEN_LAYER);
        }
        if (chosen == null) {
            throw new UndecidedNetworkException(
                    UndecidedNetworkException.Question.ACTIVATION,
                    "%s: the file does not say which activation its layers have (it has no field 'activation')",
                    file);
        }
        return new ActivationDecision(chosen, fromFile != null ? ActivationSource.FILE : ActivationSource.GIVEN);
    }

    private static String ids(List<Activation> activations) {
        return String.join(",", activations.stream().map(Activation::id).toList());
    }

    private static List<Activation> given(Path file, List<Activation> given, int depth) {
        return given.size() == 1 ? hidden(given.get(0), depth) : perLayer(file, "what was given", given, depth);
    }

    private static List<Activation> fromField(Path file, StoredArrays.StoredText field, int depth) {
        if (field.parts().stream().allMatch(String::isBlank)) {
            throw InputFileException.of(
                    file, "has the field 'activation', but it names none", "write a known name into the field");
        }
        boolean joined = !field.list() && field.parts().get(0).contains(",");
        List<String> names = joined ? List.of(field.parts().get(0).split(",", -1)) : field.parts();
        List<Activation> named = new ArrayList<>();
        for (String name : names) {
            named.add(parse(file, name));
        }
        return joined || field.list()
                ? perLayer(file, "the field 'activation'", named, depth)
                : hidden(named.get(0), depth);
    }

    private static List<Activation> hidden(Activation activation, int depth) {
        List<Activation> all = new ArrayList<>(Collections.nCopies(depth - 1, activation));
        all.add(LINEAR);
        return all;
    }

    private static List<Activation> perLayer(Path file, String where, List<Activation> named, int depth) {
        if (named.size() != depth && named.size() != depth - 1) {
            throw InputFileException.format(
                    file,
                    "name one for each layer, with or without the output layer, or a single one for all hidden layers",
                    "has %d layers, but %s names %d activations",
                    depth,
                    where,
                    named.size());
        }
        List<Activation> all = new ArrayList<>(named);
        if (named.size() < depth) {
            all.add(LINEAR);
        }
        return all;
    }

    private static Activation parse(Path file, String name) {
        String plain =
                name.strip().toLowerCase(Locale.ROOT).replaceAll("\\(\\)$", "").replace('_', '-');
        if (plain.endsWith("softmax")) {
            throw InputFileException.of(
                    file,
                    "has the activation '" + name + "', which is part of the likelihood here",
                    "write identity in its place and choose the categorical likelihood");
        }
        if (plain.isEmpty() || plain.equals("none")) {
            return LINEAR;
        }
        try {
            return Activation.parse(plain.equals("leakyrelu") ? "leaky-relu" : plain);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(
                    file, "in its field 'activation', " + e.getMessage(), "write a known name into the field");
        }
    }
}
