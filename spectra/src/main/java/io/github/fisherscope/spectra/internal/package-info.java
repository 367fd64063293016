/** Vector kernels and seeded probe vectors shared by the estimators; not part of the public interface. */
@NullMarked
package io.github.fisherscope.spectra.internal;

import org.jspecify.annotations.NullMarked;
