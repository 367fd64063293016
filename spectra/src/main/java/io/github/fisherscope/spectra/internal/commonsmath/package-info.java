/** Adapter to Commons Math; not part of the public interface. */
@NullMarked
package io.github.fisherscope.spectra.internal.commonsmath;

import org.jspecify.annotations.NullMarked;
