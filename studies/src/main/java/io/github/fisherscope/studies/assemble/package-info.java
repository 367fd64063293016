/** Making the sections of a result from what was measured and predicted. */
@NullMarked
package io.github.fisherscope.studies.assemble;

import org.jspecify.annotations.NullMarked;
