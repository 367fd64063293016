/** Trainings that watch the Fisher matrix. */
@NullMarked
package io.github.fisherscope.studies.trajectory;

import org.jspecify.annotations.NullMarked;
