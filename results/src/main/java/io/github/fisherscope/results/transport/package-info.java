/** Results about distributions: divergences and transport between two of them. */
@NullMarked
package io.github.fisherscope.results.transport;

import org.jspecify.annotations.NullMarked;
