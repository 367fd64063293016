/** Networks in the files of other programs, by the names of the files. */
@NullMarked
package io.github.fisherscope.formats;

import org.jspecify.annotations.NullMarked;
