/** Grids of random networks, their measurements and their trends over the width. */
@NullMarked
package io.github.fisherscope.results.sweep;

import org.jspecify.annotations.NullMarked;
