/** Layers that relate the entries of a group to each other: norms and softmax. */
@NullMarked
package io.github.fisherscope.core.layer.normalization;

import org.jspecify.annotations.NullMarked;
