/** What theory predicts for a family of networks, as a value and as JSON. */
@NullMarked
package io.github.fisherscope.results.theory;

import org.jspecify.annotations.NullMarked;
