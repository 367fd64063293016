@NullMarked
package io.github.fisherscope.studies.trajectory;

import org.jspecify.annotations.NullMarked;
