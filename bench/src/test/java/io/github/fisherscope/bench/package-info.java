@NullMarked
package io.github.fisherscope.bench;

import org.jspecify.annotations.NullMarked;
