/** Root package of module notebooks-export. */
@NullMarked
package io.github.fisherscope.notebooks;

import org.jspecify.annotations.NullMarked;
