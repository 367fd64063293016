/** Input data: standard normal samples and files, with labels, limits and standardisation. */
@NullMarked
package io.github.fisherscope.core.data;

import org.jspecify.annotations.NullMarked;
