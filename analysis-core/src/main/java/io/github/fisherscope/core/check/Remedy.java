package io.github.fisherscope.core.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a caller can change after a refusal: words, and the arguments of the library that apply them, for programs that
 * name those arguments otherwise than the library does.
 *
 * @param words a clause in words of the library, such as {@code leave it out of the file}; may be empty
 * @param settings the arguments that apply the remedy; empty where it lies outside the library's arguments
 * @param otherwise the words for a program that has none of these arguments; as {@code words} unless said otherwise
 */
public record Remedy(String words, List<Setting> settings, String otherwise) {
    public Remedy {
        Objects.requireNonNull(words, "words");
        Objects.requireNonNull(otherwise, "otherwise");
        settings = List.copyOf(settings);
    }

    /**
     * One argument that applies a remedy.
     *
     * @param argument its name in the library, such as {@code labelColumn}
     * @param value the value to give it, or an empty text where the words say it
     */
    public record Setting(String argument, String value) {
        public Setting {
            Objects.requireNonNull(argument, "argument");
            Objects.requireNonNull(value, "value");
        }
    }

    /** Returns a remedy that no argument of the library applies. */
    public static Remedy of(String words) {
        return new Remedy(words, List.of(), words);
    }

    /** Returns this remedy, which the argument applies with a value that the words say. */
    public Remedy by(String argument) {
        return by(argument, "");
    }

    /** Returns this remedy, which the argument applies with that value. */
    public Remedy by(String argument, String value) {
        List<Setting> more = new ArrayList<>(settings);
        more.add(new Setting(argument, value));
        return new Remedy(words, more, otherwise);
    }

    /** Returns this remedy with other words for programs that have none of its arguments. */
    public Remedy orElse(String words) {
        return new Remedy(this.words, settings, words);
    }
}
