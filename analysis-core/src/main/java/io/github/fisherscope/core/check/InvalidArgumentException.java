package io.github.fisherscope.core.check;

import java.io.Serial;
import java.util.List;

/**
 * An argument has a value that cannot be used. The fields are for programs that name the argument otherwise than the
 * library does, as a command line does; the message is composed from them and speaks of the argument by its name in the
 * library.
 */
public final class InvalidArgumentException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String argument;
    private final String value;
    private final String problem;
    private final transient Remedy remedy;

    private InvalidArgumentException(String argument, String value, String problem, Remedy remedy) {
        super(compose(argument + (value.isEmpty() ? "" : " is " + value), problem, remedy.words()));
        this.argument = argument;
        this.value = value;
        this.problem = problem;
        this.remedy = remedy;
    }

    /**
     * Returns the exception for a value outside what is allowed.
     *
     * @param argument name of the argument in the library, such as {@code weightVariance} or {@code widths[1]}
     * @param value what was given; numbers and texts as {@link String#valueOf(Object)} writes them
     * @param problem what is allowed, as in {@code it must lie between 1 and 5} or {@code but must be 5}, or what the
     *     value leads to
     * @param remedy what to change, in words of the library, or nothing where {@code problem} says it
     */
    public static InvalidArgumentException of(String argument, Object value, String problem, String remedy) {
        return of(argument, value, problem, Remedy.of(remedy));
    }

    /** Returns the exception for a value whose remedy names the arguments that apply it. */
    public static InvalidArgumentException of(String argument, Object value, String problem, Remedy remedy) {
        return new InvalidArgumentException(argument, String.valueOf(value), problem, remedy);
    }

    /** Returns the exception for a value whose allowed range says what to do. */
    public static InvalidArgumentException of(String argument, Object value, String problem) {
        return of(argument, value, problem, Remedy.of(""));
    }

    /** Returns the exception for a name that is none of the known ones. */
    public static InvalidArgumentException unknown(String argument, String name, List<String> known) {
        return of(argument, "'" + name + "'", "it must be one of " + String.join(", ", known));
    }

    /** Returns the name of the argument in the library, with an index in brackets where it is one entry of a list. */
    public String argument() {
        return argument;
    }

    /** Returns the argument's name without an index. */
    public String argumentWithoutIndex() {
        int bracket = argument.indexOf('[');
        return bracket < 0 ? argument : argument.substring(0, bracket);
    }

    /** Returns the value as text; empty where the argument is missing. */
    public String value() {
        return value;
    }

    /** Returns what is allowed, or what the value leads to. */
    public String problem() {
        return problem;
    }

    /** Returns what to change; its words are empty where {@link #problem} says it. */
    public Remedy remedy() {
        return remedy;
    }

    /**
     * Returns the message with another subject.
     *
     * @param subject what stands in place of "argument is value", such as {@code --samples 0}
     */
    public String messageAbout(String subject) {
        return compose(subject, problem, remedy.words());
    }

    private static String compose(String subject, String problem, String remedy) {
        String joint = problem.startsWith("but ") ? " " : "; ";
        return subject + joint + problem + (remedy.isEmpty() ? "" : "; " + remedy);
    }
}
