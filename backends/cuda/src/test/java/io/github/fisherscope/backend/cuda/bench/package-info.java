/** What benchmarks/gpu packs for a machine with a GPU beside the fisher command. */
@NullMarked
package io.github.fisherscope.backend.cuda.bench;

import org.jspecify.annotations.NullMarked;
