/** Networks as graphs of layers: shapes, nodes and named parameter tensors. Nothing here holds a number or computes one. */
@NullMarked
package io.github.fisherscope.core.graph;

import org.jspecify.annotations.NullMarked;
