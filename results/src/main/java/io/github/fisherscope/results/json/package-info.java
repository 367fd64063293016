/** Reading and writing {@code result.json}. */
@NullMarked
package io.github.fisherscope.results.json;

import org.jspecify.annotations.NullMarked;
