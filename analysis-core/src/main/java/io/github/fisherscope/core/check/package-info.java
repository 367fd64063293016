/** Argument checks whose messages name the argument, its value, the allowed range and the remedy. */
@NullMarked
package io.github.fisherscope.core.check;

import org.jspecify.annotations.NullMarked;
