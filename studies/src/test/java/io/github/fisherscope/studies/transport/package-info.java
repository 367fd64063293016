@NullMarked
package io.github.fisherscope.studies.transport;

import org.jspecify.annotations.NullMarked;
