/** The values of a finished verification. */
@NullMarked
package io.github.fisherscope.results.verify;

import org.jspecify.annotations.NullMarked;
