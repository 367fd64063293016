/** Linear algebra of third-party libraries behind the classes of this module. */
@NullMarked
package io.github.fisherscope.core.math.internal;

import org.jspecify.annotations.NullMarked;
