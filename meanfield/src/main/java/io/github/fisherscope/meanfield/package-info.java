/** Root package of module meanfield. */
@NullMarked
package io.github.fisherscope.meanfield;

import org.jspecify.annotations.NullMarked;
