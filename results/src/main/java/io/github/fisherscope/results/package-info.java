/** What a finished study left behind: records, their files and the readers of these files. Nothing here computes. */
@NullMarked
package io.github.fisherscope.results;

import org.jspecify.annotations.NullMarked;
