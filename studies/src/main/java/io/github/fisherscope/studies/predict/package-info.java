/** Predictions of mean-field theory: for a study, and for a family of networks without any measurement. */
@NullMarked
package io.github.fisherscope.studies.predict;

import org.jspecify.annotations.NullMarked;
