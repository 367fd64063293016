/** Bytes of files and the numbers that they are. */
@NullMarked
package io.github.fisherscope.formats.bytes;

import org.jspecify.annotations.NullMarked;
