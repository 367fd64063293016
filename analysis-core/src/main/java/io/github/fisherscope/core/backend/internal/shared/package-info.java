/** Matrix layout, threads and element-wise kernels that the CPU backends share. */
@NullMarked
package io.github.fisherscope.core.backend.internal.shared;

import org.jspecify.annotations.NullMarked;
