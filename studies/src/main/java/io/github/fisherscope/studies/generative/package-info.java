/** Studies of autoencoders: training with a state that outlives a kill, and repeated inference. */
@NullMarked
package io.github.fisherscope.studies.generative;

import org.jspecify.annotations.NullMarked;
