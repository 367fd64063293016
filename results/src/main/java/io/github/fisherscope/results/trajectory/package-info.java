/** What a training did to a network and its Fisher matrix. */
@NullMarked
package io.github.fisherscope.results.trajectory;

import org.jspecify.annotations.NullMarked;
