/** The kernel of infinitely wide networks on a given data set, and the spectrum it predicts. */
@NullMarked
package io.github.fisherscope.meanfield.kernel;

import org.jspecify.annotations.NullMarked;
