@NullMarked
package io.github.fisherscope.studies.predict;

import org.jspecify.annotations.NullMarked;
