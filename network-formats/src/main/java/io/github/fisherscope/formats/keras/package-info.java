/** Keras models: {@code .h5} and {@code .keras} files, their layers and their weights. */
@NullMarked
package io.github.fisherscope.formats.keras;

import org.jspecify.annotations.NullMarked;
