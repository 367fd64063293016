/** The Fisher metric that the decoder gives latent space, and lengths of inference in it. */
@NullMarked
package io.github.fisherscope.generative.metric;

import org.jspecify.annotations.NullMarked;
