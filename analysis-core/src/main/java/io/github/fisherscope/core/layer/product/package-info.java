/** Products of two tensors, and tables that tokens look up. */
@NullMarked
package io.github.fisherscope.core.layer.product;

import org.jspecify.annotations.NullMarked;
