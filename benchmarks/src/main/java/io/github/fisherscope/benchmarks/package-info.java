/** Micro-benchmarks (JMH) and, beside them, programs that print accuracy against cost. */
@NullMarked
package io.github.fisherscope.benchmarks;

import org.jspecify.annotations.NullMarked;
