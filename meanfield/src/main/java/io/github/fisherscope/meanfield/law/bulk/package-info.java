/**
 * The deterministic law of the bulk of the Fisher spectrum at finite width: one random network with widths of the order of
 * the number of samples times outputs. Nothing is sampled.
 */
@NullMarked
package io.github.fisherscope.meanfield.law.bulk;

import org.jspecify.annotations.NullMarked;
