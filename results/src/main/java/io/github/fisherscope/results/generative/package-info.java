/** Results about autoencoders: their training, and repeated inference. */
@NullMarked
package io.github.fisherscope.results.generative;

import org.jspecify.annotations.NullMarked;
