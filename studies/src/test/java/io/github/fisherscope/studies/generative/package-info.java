@NullMarked
package io.github.fisherscope.studies.generative;

import org.jspecify.annotations.NullMarked;
