/** Results about the predictions of two networks. */
@NullMarked
package io.github.fisherscope.results.predictive;

import org.jspecify.annotations.NullMarked;
