/** The backend named java: no native code. */
@NullMarked
package io.github.fisherscope.core.backend.internal.pure;

import org.jspecify.annotations.NullMarked;
