@NullMarked
package io.github.fisherscope.results.sweep;

import org.jspecify.annotations.NullMarked;
