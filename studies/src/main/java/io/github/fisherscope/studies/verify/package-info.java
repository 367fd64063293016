/** The regression of measurement against theory, with stated false-alarm rate and power. */
@NullMarked
package io.github.fisherscope.studies.verify;

import org.jspecify.annotations.NullMarked;
