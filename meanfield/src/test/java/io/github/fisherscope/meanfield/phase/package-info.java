/** Fixed points of signal propagation, order and chaos, depth scales. */
@NullMarked
package io.github.fisherscope.meanfield.phase;

import org.jspecify.annotations.NullMarked;
