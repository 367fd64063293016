/** Fisher information matrices in their several forms. */
@NullMarked
package io.github.fisherscope.core.fisher;

import org.jspecify.annotations.NullMarked;
