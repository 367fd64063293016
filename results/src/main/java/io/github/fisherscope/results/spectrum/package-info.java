/** The values of a finished study, as they stand in {@code result.json} (schema {@code fisherscope/result/2}). */
@NullMarked
package io.github.fisherscope.results.spectrum;

import org.jspecify.annotations.NullMarked;
