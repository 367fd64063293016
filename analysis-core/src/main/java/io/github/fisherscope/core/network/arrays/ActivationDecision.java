package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.arrays.NetworkReading.ActivationSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
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

    static ActivationDecision of(Path file, ActivationFields fields, @Nullable List<Activation> given, int depth) {
        List<Activation> fromFile = fromFile(file, fields, depth);
        List<Activation> said = given == null ? null : given(file, given, depth);
        if (fromFile != null && said != null && !fromFile.equals(said)) {
            throw InputFileException.format(
                    file,
                    Remedy.of("give the same or none").by("activation"),
                    "has the activations %s in its %s, but %s was given",
                    ids(fromFile),
                    named(fields),
                    ids(said));
        }
        List<Activation> chosen = fromFile != null ? fromFile : said;
        if (chosen != null && fromFile == null) {
            requireOutput(file, fields.output(), chosen);
        }
        boolean trivial = depth == 1 && (chosen == null || chosen.equals(List.of(LINEAR)));
        if (trivial) {
            return new ActivationDecision(List.of(LINEAR), ActivationSource.NO_HIDDEN_LAYER);
        }
        if (chosen == null) {
            String has = fields.output() == null
                    ? "it has no field 'activation'"
                    : "its field '" + fields.output().name() + "' speaks of the output layer alone";
            throw new UndecidedNetworkException(
                    UndecidedNetworkException.Question.ACTIVATION,
                    "%s: the file does not say which activation its layers have (%s)",
                    file,
                    has);
        }
        return new ActivationDecision(chosen, fromFile != null ? ActivationSource.FILE : ActivationSource.GIVEN);
    }

    private static String named(ActivationFields fields) {
        List<String> names = Stream.of(fields.whole(), fields.hidden(), fields.output())
                .filter(Objects::nonNull)
                .map(ActivationFields.Field::name)
                .toList();
        return (names.size() == 1 ? "field '" : "fields '") + String.join("' and '", names) + "'";
    }

    /** Returns what the fields say together, or null if they leave hidden layers open. */
    private static @Nullable List<Activation> fromFile(Path file, ActivationFields fields, int depth) {
        ActivationFields.Field output = fields.output();
        ActivationFields.Field first = fields.whole() == null ? fields.hidden() : fields.whole();
        if (first == null) {
            return output != null && depth == 1 ? List.of(single(file, output)) : null;
        }
        List<Activation> names = names(file, first);
        boolean ofHidden = fields.whole() == null;
        boolean hiddenOnly = ofHidden || names.size() < depth;
        if (ofHidden && isList(first) && names.size() != depth - 1) {
            throw InputFileException.format(
                    file,
                    "name one for each hidden layer, or a single one for all of them",
                    "has %d hidden layers, but the field '%s' names %d activations",
                    depth - 1,
                    first.name(),
                    names.size());
        }
        List<Activation> all = new ArrayList<>(
                isList(first)
                        ? perLayer(file, "the field '" + first.name() + "'", names, depth)
                        : hidden(names.get(0), depth));
        if (output != null && (hiddenOnly || !isList(first))) {
            all.set(depth - 1, single(file, output));
        }
        requireOutput(file, output, all);
        return all;
    }

    /** What a field says of the output layer must agree with what was said of all layers. */
    private static void requireOutput(Path file, ActivationFields.@Nullable Field output, List<Activation> all) {
        if (output == null) {
            return;
        }
        Activation said = single(file, output);
        Activation last = all.get(all.size() - 1);
        if (!said.equals(last)) {
            throw InputFileException.format(
                    file,
                    Remedy.of(
                                    "name the activation of every layer, that of the output layer last, or say nothing else of"
                                            + " it")
                            .by("activation"),
                    "has the output activation %s in its field '%s', but it was said to be %s",
                    said.id(),
                    output.name(),
                    last.id());
        }
    }

    private static Activation single(Path file, ActivationFields.Field output) {
        List<Activation> names = names(file, output);
        if (names.size() != 1) {
            throw InputFileException.format(
                    file,
                    "name one",
                    "names %d activations of the output layer in its field '%s'",
                    names.size(),
                    output.name());
        }
        return names.get(0);
    }

    private static String ids(List<Activation> activations) {
        return String.join(",", activations.stream().map(Activation::id).toList());
    }

    private static List<Activation> given(Path file, List<Activation> given, int depth) {
        return given.size() == 1 ? hidden(given.get(0), depth) : perLayer(file, "what was given", given, depth);
    }

    private static boolean isList(ActivationFields.Field field) {
        return field.text().list() || field.text().parts().get(0).contains(",");
    }

    private static List<Activation> names(Path file, ActivationFields.Field field) {
        List<String> parts = field.text().parts();
        if (parts.stream().allMatch(String::isBlank)) {
            throw InputFileException.of(
                    file,
                    "has the field '" + field.name() + "', but it names none",
                    "write a known name into the field");
        }
        boolean joined = !field.text().list() && parts.get(0).contains(",");
        List<Activation> named = new ArrayList<>();
        for (String name : joined ? List.of(parts.get(0).split(",", -1)) : parts) {
            named.add(parse(file, field.name(), name));
        }
        return named;
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

    private static Activation parse(Path file, String field, String name) {
        String plain =
                name.strip().toLowerCase(Locale.ROOT).replaceAll("\\(\\)$", "").replace('_', '-');
        if (plain.endsWith("softmax")) {
            throw InputFileException.of(
                    file,
                    "has the activation '" + name + "', which is part of the likelihood here",
                    Remedy.of("write identity in its place and choose the categorical likelihood")
                            .by("likelihood", "categorical")
                            .orElse("write identity in its place"));
        }
        if (plain.isEmpty() || plain.equals("none")) {
            return LINEAR;
        }
        try {
            return Activation.parse(plain.equals("leakyrelu") ? "leaky-relu" : plain);
        } catch (IllegalArgumentException e) {
            throw InputFileException.of(
                    file, "in its field '" + field + "', " + e.getMessage(), "write a known name into the field");
        }
    }
}
