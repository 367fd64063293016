@NullMarked
package io.github.fisherscope.studies.sweep;

import org.jspecify.annotations.NullMarked;
