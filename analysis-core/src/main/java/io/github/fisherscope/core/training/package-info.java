/** Losses, optimisers and the loop that trains with them, to test what a spectrum says about learning rates. */
@NullMarked
package io.github.fisherscope.core.training;

import org.jspecify.annotations.NullMarked;
