@NullMarked
package io.github.fisherscope.core.math;

import org.jspecify.annotations.NullMarked;
