/** Networks that are graphs, linearised at data: Jacobian-vector products, vector-Jacobian products, and Gram matrices. */
@NullMarked
package io.github.fisherscope.core.linear;

import org.jspecify.annotations.NullMarked;
