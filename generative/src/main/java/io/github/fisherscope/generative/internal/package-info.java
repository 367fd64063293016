/** Clustering by Apache Commons Math, whose types end here. */
@NullMarked
package io.github.fisherscope.generative.internal;

import org.jspecify.annotations.NullMarked;
