/** Adapters to third-party linear algebra; not part of the public interface. */
@NullMarked
package io.github.fisherscope.meanfield.internal;

import org.jspecify.annotations.NullMarked;
