/** Adapter to EJML; not part of the public interface. */
@NullMarked
package io.github.fisherscope.spectra.internal.ejml;

import org.jspecify.annotations.NullMarked;
