/** Tests of the whole against oracles, theory and documentation. */
@NullMarked
package io.github.fisherscope.integration;

import org.jspecify.annotations.NullMarked;
