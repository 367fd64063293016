/** Trajectories of trainings as text, pictures and page. */
@NullMarked
package io.github.fisherscope.reports.trajectory;

import org.jspecify.annotations.NullMarked;
