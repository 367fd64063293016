/**
 * Measures how fast each stage of the computation runs, as a share of the rate at which this machine multiplies
 * matrices. Times depend on what else the machine does; shares taken in one run depend on it much less.
 */
@NullMarked
package io.github.fisherscope.bench;

import org.jspecify.annotations.NullMarked;
