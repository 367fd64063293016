/** Adapter to ojAlgo; not part of the public interface. */
@NullMarked
package io.github.fisherscope.spectra.internal.ojalgo;

import org.jspecify.annotations.NullMarked;
