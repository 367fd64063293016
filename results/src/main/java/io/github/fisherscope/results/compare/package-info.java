/** Several results side by side, and the distances between their spectra. */
@NullMarked
package io.github.fisherscope.results.compare;

import org.jspecify.annotations.NullMarked;
