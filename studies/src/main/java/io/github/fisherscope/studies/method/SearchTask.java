package io.github.fisherscope.studies.method;

/**
 * What is to be found.
 *
 * @param parameters P, the order of the Fisher matrix; what is multiplied by may have fewer rows, and the others are zero
 * @param outputs C, the number of eigenvalues that stand out
 * @param settings how far to go
 * @param seed of everything random
 */
public record SearchTask(long parameters, int outputs, SearchSettings settings, long seed) {
    /** Returns the number of the largest eigenvalues that are found one by one. */
    public int largest() {
        return Math.max(settings.top(), outputs);
    }
}
