/** Results about the predictions of two networks. */
@NullMarked
package io.github.fisherscope.results.pair;

import org.jspecify.annotations.NullMarked;
