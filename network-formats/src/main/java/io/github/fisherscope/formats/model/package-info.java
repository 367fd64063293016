/** What every reader of networks needs: options, the graph while it is put together, and the result. */
@NullMarked
package io.github.fisherscope.formats.model;

import org.jspecify.annotations.NullMarked;
