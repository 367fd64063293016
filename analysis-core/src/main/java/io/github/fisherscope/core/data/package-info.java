/** Input data: samples in memory or from files, with labels, limits, standardisation and the moments theory needs. */
@NullMarked
package io.github.fisherscope.core.data;

import org.jspecify.annotations.NullMarked;
