/** Random streams split by purpose and the generator of random networks and inputs. */
@NullMarked
package io.github.fisherscope.core.random;

import org.jspecify.annotations.NullMarked;
