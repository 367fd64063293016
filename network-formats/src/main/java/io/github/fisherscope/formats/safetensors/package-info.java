/** The safetensors format: a header in JSON and numbers, nothing else. */
@NullMarked
package io.github.fisherscope.formats.safetensors;

import org.jspecify.annotations.NullMarked;
