@NullMarked
package io.github.fisherscope.studies.train;

import org.jspecify.annotations.NullMarked;
