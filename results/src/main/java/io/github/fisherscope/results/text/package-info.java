/** Numbers as text, the same everywhere a number is shown. */
@NullMarked
package io.github.fisherscope.results.text;

import org.jspecify.annotations.NullMarked;
