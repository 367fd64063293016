@NullMarked
package io.github.fisherscope.formats.tensors;

import org.jspecify.annotations.NullMarked;
