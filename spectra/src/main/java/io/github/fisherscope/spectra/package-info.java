/** Root package of module spectra. */
@NullMarked
package io.github.fisherscope.spectra;

import org.jspecify.annotations.NullMarked;
