/** Repeated inference x → z → x, the memories and concepts that it is held against, and what it ends at. */
@NullMarked
package io.github.fisherscope.generative.inference;

import org.jspecify.annotations.NullMarked;
