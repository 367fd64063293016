@NullMarked
package io.github.fisherscope.studies.assemble;

import org.jspecify.annotations.NullMarked;
