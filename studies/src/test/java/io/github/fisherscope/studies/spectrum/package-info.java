@NullMarked
package io.github.fisherscope.studies.spectrum;

import org.jspecify.annotations.NullMarked;
