/** Trainings that watch the Fisher matrix. */
@NullMarked
package io.github.fisherscope.studies.train;

import org.jspecify.annotations.NullMarked;
