/** Tests of the mean-field predictions. */
@NullMarked
package io.github.fisherscope.meanfield;

import org.jspecify.annotations.NullMarked;
