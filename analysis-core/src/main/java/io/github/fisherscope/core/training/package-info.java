/** Plain gradient descent, to test what a spectrum says about learning rates. */
@NullMarked
package io.github.fisherscope.core.training;

import org.jspecify.annotations.NullMarked;
