@NullMarked
package io.github.fisherscope.studies.gate;

import org.jspecify.annotations.NullMarked;
