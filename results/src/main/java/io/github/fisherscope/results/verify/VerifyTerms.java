package io.github.fisherscope.results.verify;

/**
 * What a verification promises.
 *
 * @param falseAlarm probability, at most, that anything is said to disagree although theory is right within its stated
 *     finite-width error
 * @param detect relative error of a prediction that must not slip through
 * @param miss probability, at most, that it does
 * @param seed of all networks
 */
public record VerifyTerms(double falseAlarm, double detect, double miss, long seed) {}
