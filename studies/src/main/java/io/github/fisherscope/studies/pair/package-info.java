/** What two networks predict for the same inputs, held against each other. */
@NullMarked
package io.github.fisherscope.studies.pair;

import org.jspecify.annotations.NullMarked;
