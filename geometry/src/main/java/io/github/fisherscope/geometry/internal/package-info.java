/** Where libraries for matrices and linear programs are used; not part of the public interface. */
@NullMarked
package io.github.fisherscope.geometry.internal;

import org.jspecify.annotations.NullMarked;
