@NullMarked
package io.github.fisherscope.core.training;

import org.jspecify.annotations.NullMarked;
