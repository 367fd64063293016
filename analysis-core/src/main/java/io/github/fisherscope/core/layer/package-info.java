/** How a layer is computed on a backend: forward pass, JVP, VJP, and the gradients of its parameters, row by row. */
@NullMarked
package io.github.fisherscope.core.layer;

import org.jspecify.annotations.NullMarked;
