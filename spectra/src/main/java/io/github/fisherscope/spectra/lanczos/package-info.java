/** The largest or smallest eigenvalues of an operator by (block) Lanczos with thick restart. */
@NullMarked
package io.github.fisherscope.spectra.lanczos;

import org.jspecify.annotations.NullMarked;
