package io.github.fisherscope.reports.html;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/** For each sentence of a page, with its numbers masked, the cells that say it, as the text of a golden file. */
final class SentenceTable {
    /** Numbers; a digit that belongs to a name (L2, tanh3) stays. */
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\d])[-−]?\\d+(?:[\u00a0\u2009\u202f ]\\d{3})*(?:\\.\\d+)?(?:e[-+]?\\d+)?");

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.?]) +(?=\\p{Lu})");
    private static final Pattern WORD = Pattern.compile("[a-z]{3}");
    private static final int SHORTEST = 12;

    /** Cells that say the sentence, by place and sentence. */
    private final Map<String, Map<String, Set<String>>> said = new TreeMap<>();

    void say(String place, String text, String cell) {
        String masked = NUMBER.matcher(text).replaceAll("#");
        for (String sentence : SENTENCE_END.split(masked.strip())) {
            if (sentence.length() > SHORTEST && WORD.matcher(sentence).find()) {
                said.computeIfAbsent(place, p -> new TreeMap<>())
                        .computeIfAbsent(sentence, s -> new TreeSet<>())
                        .add(cell);
            }
        }
    }

    /** Returns the text; {@code words} names the cells of a sentence that not all of them say. */
    String text(int cells, Function<Set<String>, String> words) {
        StringBuilder text = new StringBuilder();
        said.forEach((place, sentences) -> {
            text.append("## ").append(place).append('\n');
            sentences.forEach((sentence, in) -> text.append("\n- ")
                    .append(sentence)
                    .append("\n  [")
                    .append(in.size() == cells ? "all" : words.apply(in))
                    .append("]\n"));
            text.append('\n');
        });
        return text.toString();
    }
}
