/** Measuring one network: its eigenvalues, moments, layers and what is read off the network itself. */
@NullMarked
package io.github.fisherscope.studies.measure;

import org.jspecify.annotations.NullMarked;
