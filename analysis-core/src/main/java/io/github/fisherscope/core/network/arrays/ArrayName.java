package io.github.fisherscope.core.network.arrays;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the name of an array says: whether it is weights or biases, of which layer, and whose convention it follows.
 * {@code W1}, {@code B1}, {@code dense0_weight}, {@code net.0.bias}, {@code params/Dense_0/kernel},
 * {@code weights_input_hidden} and their like are understood.
 *
 * @param role what the array is
 * @param words the words of the layer's name, without numbers
 * @param numbers the numbers in the layer's name
 * @param convention whose way of writing the name is
 */
record ArrayName(Role role, List<String> words, List<Integer> numbers, Convention convention) {
    private static final Set<String> WEIGHTS = Set.of(
            "w", "wt", "wts", "weight", "weights", "kernel", "kernels", "coef", "coefs", "theta", "thetas", "syn",
            "synapse");
    private static final Set<String> BIASES =
            Set.of("b", "bias", "biases", "intercept", "intercepts", "offset", "offsets");

    /** Prefixes and suffixes of moments and gradients, as in dW1, m_W1 and W1_v. */
    private static final Set<String> FOREIGN_LETTERS = Set.of("d", "g", "m", "v", "s");

    /** From one layer into another: input to hidden, hidden to output, x to h, h to y. */
    private static final Set<String> INTO = Set.of("ih", "ho", "xh", "hy");

    private static final Map<String, String> ORDINALS =
            Map.of("first", "1", "second", "2", "sec", "2", "third", "3", "fourth", "4", "fifth", "5");

    private static final Pattern WORD_BORDER =
            Pattern.compile("(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])");
    private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern SHORT_ROLE =
            Pattern.compile("([wb])(i|h|o|y|ih|ho|hh|xh|hy|in|out|input|hidden|output|fc)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final Pattern SEQUENCE = Pattern.compile("(.*[./])?[0-9]+[./](weight|bias)");

    ArrayName {
        words = List.copyOf(words);
        numbers = List.copyOf(numbers);
    }

    /** What an array is. */
    enum Role {
        WEIGHTS,
        BIASES,
        /** Nothing that the name would tell. */
        UNNAMED,
        /** Of another kind of layer or of an optimiser. */
        FOREIGN
    }

    /** Whose names these are. */
    enum Convention {
        /** {@code W1}, counted from 1, as this program documents it. */
        DOCUMENTED,
        /** {@code net.0.weight}: numbers count modules, so there are gaps where activations lie. */
        TORCH_SEQUENCE,
        TORCH,
        KERAS,
        SCIKIT_LEARN,
        /** Stanford's course: Theta1 with the biases in its first column. */
        THETA,
        NONE
    }

    static ArrayName parse(String name) {
        String plain = name.replaceFirst(":[0-9]+$", "");
        List<String> tokens = tokens(plain);
        if (isVariable(tokens)) {
            return variable(tokens);
        }
        int at = tokens.size() - 1;
        while (at >= 0 && !WEIGHTS.contains(tokens.get(at)) && !BIASES.contains(tokens.get(at))) {
            at--;
        }
        Role role = at < 0 ? Role.UNNAMED : BIASES.contains(tokens.get(at)) ? Role.BIASES : Role.WEIGHTS;
        if (foreign(tokens, at)) {
            role = Role.FOREIGN;
        }
        return named(role, tokens, at, convention(plain, at < 0 ? "" : tokens.get(at)));
    }

    /** Whether a name is that of a variable in a file of Keras 3, which numbers those of each layer: dense_1/vars/0. */
    private static boolean isVariable(List<String> tokens) {
        int last = tokens.size() - 1;
        return last >= 2
                && tokens.get(last - 1).equals("vars")
                && (tokens.get(last).equals("0") || tokens.get(last).equals("1"));
    }

    private static ArrayName variable(List<String> tokens) {
        List<String> layer = tokens.subList(0, tokens.size() - 2);
        Role role = tokens.get(tokens.size() - 1).equals("0") ? Role.WEIGHTS : Role.BIASES;
        return named(foreign(layer, -1) ? Role.FOREIGN : role, layer, -1, Convention.KERAS);
    }

    private static ArrayName named(Role role, List<String> tokens, int at, Convention convention) {
        List<String> words = new ArrayList<>();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (NUMBER.matcher(tokens.get(i)).matches()) {
                numbers.add(Integer.valueOf(tokens.get(i)));
            } else if (i != at) {
                words.add(tokens.get(i));
            }
        }
        return new ArrayName(role, words, numbers, convention);
    }

    private static List<String> tokens(String plain) {
        List<String> tokens = new ArrayList<>();
        String spaced = WORD_BORDER.matcher(plain).replaceAll(" ").toLowerCase(Locale.ROOT);
        for (String token : SEPARATORS.split(spaced)) {
            java.util.regex.Matcher shortRole = SHORT_ROLE.matcher(token);
            if (shortRole.matches()) {
                tokens.add(shortRole.group(1));
                tokens.add(shortRole.group(2));
            } else if (!token.isEmpty()) {
                tokens.add(ORDINALS.getOrDefault(token, token));
            }
        }
        return tokens;
    }

    private static boolean foreign(List<String> tokens, int role) {
        if (tokens.stream().anyMatch(ForeignArrays::isForeign)) {
            return true;
        }
        int last = tokens.size() - 1;
        return role >= 0
                && ((role > 0 && FOREIGN_LETTERS.contains(tokens.get(role - 1)))
                        || (last > role && FOREIGN_LETTERS.contains(tokens.get(last))));
    }

    private static Convention convention(String plain, String role) {
        if (plain.matches("[Wb][1-9][0-9]{0,8}")) {
            return Convention.DOCUMENTED;
        }
        if (SEQUENCE.matcher(plain).matches()) {
            return Convention.TORCH_SEQUENCE;
        }
        if (plain.endsWith(".weight") || plain.endsWith(".bias")) {
            return Convention.TORCH;
        }
        return switch (role) {
            case "kernel" -> Convention.KERAS;
            case "coefs" -> Convention.SCIKIT_LEARN;
            case "theta" -> Convention.THETA;
            default -> Convention.NONE;
        };
    }

    /** Returns whether the two names are those of one layer. */
    boolean sameLayer(ArrayName other) {
        return words.equals(other.words) && numbers.equals(other.numbers);
    }

    /** Returns whether the name of a bias ends as that of the weights into its layer: bias_hidden, weights_input_hidden. */
    boolean endsLike(ArrayName weights) {
        if (!numbers.equals(weights.numbers) || words.isEmpty() || weights.words.isEmpty()) {
            return false;
        }
        int from = weights.words.size() - words.size();
        if (from >= 0 && weights.words.subList(from, weights.words.size()).equals(words)) {
            return true;
        }
        String last = weights.words.get(weights.words.size() - 1);
        return words.size() == 1 && INTO.contains(last) && last.endsWith(words.get(0));
    }
}
