/** The study that a script or the command line runs: it plans, measures, predicts and assembles a result. */
@NullMarked
package io.github.fisherscope.studies.spectrum;

import org.jspecify.annotations.NullMarked;
