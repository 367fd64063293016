/** Tests of Gaussian expectations. */
@NullMarked
package io.github.fisherscope.meanfield.gaussian;

import org.jspecify.annotations.NullMarked;
