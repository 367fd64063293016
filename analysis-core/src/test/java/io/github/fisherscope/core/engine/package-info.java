@NullMarked
package io.github.fisherscope.core.engine;

import org.jspecify.annotations.NullMarked;
