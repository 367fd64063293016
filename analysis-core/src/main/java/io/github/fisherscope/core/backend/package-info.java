/** The compute backend interface and the backends that run on a CPU. */
@NullMarked
package io.github.fisherscope.core.backend;

import org.jspecify.annotations.NullMarked;
