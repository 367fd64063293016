/** Conditions on a result that can fail: verdicts of theory, limits of measured numbers, differences from a baseline. */
@NullMarked
package io.github.fisherscope.studies.gate;

import org.jspecify.annotations.NullMarked;
