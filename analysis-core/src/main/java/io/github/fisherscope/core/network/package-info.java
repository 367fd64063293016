/** Fully connected networks: specification, activations, parameters and their layout. */
@NullMarked
package io.github.fisherscope.core.network;

import org.jspecify.annotations.NullMarked;
