/**
 * Variational autoencoders: the model as a value, the bound with exact gradients, training, repeated inference x → z → x with the
 * clusters it is held against, and the metric that the decoder gives latent space.
 */
@NullMarked
package io.github.fisherscope.generative;

import org.jspecify.annotations.NullMarked;
