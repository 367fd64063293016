/** The study that a script or the command line runs: a network and data in, a result with measurement and theory out. */
@NullMarked
package io.github.fisherscope.studies.spectrum;

import org.jspecify.annotations.NullMarked;
