@NullMarked
package io.github.fisherscope.studies.estimate;

import org.jspecify.annotations.NullMarked;
