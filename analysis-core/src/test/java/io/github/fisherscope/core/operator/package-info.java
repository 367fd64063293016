@NullMarked
package io.github.fisherscope.core.operator;

import org.jspecify.annotations.NullMarked;
