package io.github.fisherscope.results.spectrum;

/** Seeds are 64-bit integers; in JSON they are decimal text, because many readers hold numbers as doubles. */
final class Seeds {
    private Seeds() {}

    static String requireSeed(String name, String seed) {
        try {
            Long.parseLong(seed);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "seed of %s is '%s'; it must be a 64-bit integer in decimal digits".formatted(name, seed), e);
        }
        return seed;
    }
}
