/** Root package of module cli. */
@NullMarked
package io.github.fisherscope.cli;

import org.jspecify.annotations.NullMarked;
