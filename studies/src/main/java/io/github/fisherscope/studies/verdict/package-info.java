/** Holding measured statistics against predicted ones. */
@NullMarked
package io.github.fisherscope.studies.verdict;

import org.jspecify.annotations.NullMarked;
