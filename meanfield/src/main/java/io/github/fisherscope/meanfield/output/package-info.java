/** Output metrics that differ from the identity: softmax, nonlinear outputs, normalised outputs. */
@NullMarked
package io.github.fisherscope.meanfield.output;

import org.jspecify.annotations.NullMarked;
