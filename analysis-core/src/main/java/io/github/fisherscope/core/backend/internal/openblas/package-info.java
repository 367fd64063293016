/** The backend named openblas: OpenBLAS and LAPACK on memory outside the Java heap. */
@NullMarked
package io.github.fisherscope.core.backend.internal.openblas;

import org.jspecify.annotations.NullMarked;
