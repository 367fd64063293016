/** Divergences and transport between distributions from files. */
@NullMarked
package io.github.fisherscope.studies.transport;

import org.jspecify.annotations.NullMarked;
