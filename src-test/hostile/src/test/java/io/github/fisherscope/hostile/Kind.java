package io.github.fisherscope.hostile;

import java.util.ArrayList;
import java.util.List;

/**
 * One kind of hostile input: a command line and what may come of it.
 *
 * @param name what is wrong with it, unique in its table
 * @param arguments the command line
 * @param fate what may come of it
 * @param mentions what the refusal must contain: the option or the file
 */
record Kind(String name, List<String> arguments, Fate fate, String mentions) {
    /** What may come of a command. */
    enum Fate {
        /** It is refused: nothing is printed on stdout and an earlier result stays as it was. */
        REFUSED,
        /** It is refused or answered. */
        EITHER
    }

    Kind {
        arguments = List.copyOf(arguments);
    }

    static Kind refused(String name, String mentions, String... arguments) {
        return new Kind(name, List.of(arguments), Fate.REFUSED, mentions);
    }

    static Kind either(String name, String mentions, String... arguments) {
        return new Kind(name, List.of(arguments), Fate.EITHER, mentions);
    }

    /** Returns the kind with more arguments. */
    Kind with(String... more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(more));
        return new Kind(name, all, fate, mentions);
    }

    @Override
    public String toString() {
        return name;
    }
}
