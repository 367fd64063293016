/** Layers that act entry by entry: functions of one number, products and quotients, and parameters that are broadcast. */
@NullMarked
package io.github.fisherscope.core.layer.entry;

import org.jspecify.annotations.NullMarked;
