@NullMarked
package io.github.fisherscope.formats.dl4j;

import org.jspecify.annotations.NullMarked;
