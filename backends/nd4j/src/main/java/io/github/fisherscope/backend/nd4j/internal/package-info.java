/**
 * The backend named nd4j. Numbers lie in ND4J's buffers and every operation but reading and writing is one of ND4J's,
 * so that it runs wherever the ND4J runtime on the class path runs.
 */
@NullMarked
package io.github.fisherscope.backend.nd4j.internal;

import org.jspecify.annotations.NullMarked;
