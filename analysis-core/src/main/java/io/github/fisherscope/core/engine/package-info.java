/** Engines that divide the samples between processes: what they are asked for, and how they are found. */
@NullMarked
package io.github.fisherscope.core.engine;

import org.jspecify.annotations.NullMarked;
