/** Files that torch.save writes: a zip of a pickle, of which only tensors are made and nothing is run, and of their numbers. */
@NullMarked
package io.github.fisherscope.formats.torch;

import org.jspecify.annotations.NullMarked;
