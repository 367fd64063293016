/** Networks, data and spectra as ND4J arrays. The backend itself is opened by its name, {@code nd4j}. */
@NullMarked
package io.github.fisherscope.backend.nd4j;

import org.jspecify.annotations.NullMarked;
