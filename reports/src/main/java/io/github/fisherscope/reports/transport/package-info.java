/** Divergences and transport as text and pictures. */
@NullMarked
package io.github.fisherscope.reports.transport;

import org.jspecify.annotations.NullMarked;
