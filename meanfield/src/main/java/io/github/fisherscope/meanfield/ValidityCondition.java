package io.github.fisherscope.meanfield;

/**
 * One condition under which the theory's statements hold.
 *
 * @param name short stable name, such as {@code non-centred}
 * @param holds whether it holds here
 * @param explanation in words: what was checked with its numbers, and what follows
 */
public record ValidityCondition(String name, boolean holds, String explanation) {}
