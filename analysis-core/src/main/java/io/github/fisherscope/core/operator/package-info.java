/** Linear maps known through their action. */
@NullMarked
package io.github.fisherscope.core.operator;

import org.jspecify.annotations.NullMarked;
