@NullMarked
package io.github.fisherscope.studies.compare;

import org.jspecify.annotations.NullMarked;
