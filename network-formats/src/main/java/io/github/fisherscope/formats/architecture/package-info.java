/** Architecture files: which layers the tensors of a file belong to, in JSON, one line for each layer. */
@NullMarked
package io.github.fisherscope.formats.architecture;

import org.jspecify.annotations.NullMarked;
