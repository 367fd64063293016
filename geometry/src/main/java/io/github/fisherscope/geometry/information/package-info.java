/** The Wasserstein information matrix beside the Fisher matrix, on the line and on graphs, and its natural gradient. */
@NullMarked
package io.github.fisherscope.geometry.information;

import org.jspecify.annotations.NullMarked;
