/** The experiments of the papers, run from scratch: figures, tables of numbers and verdicts. */
@NullMarked
package io.github.fisherscope.papers;

import org.jspecify.annotations.NullMarked;
