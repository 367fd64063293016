/** The front door: any network file by its name or its first bytes. */
@NullMarked
package io.github.fisherscope.formats;

import org.jspecify.annotations.NullMarked;
