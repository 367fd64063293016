@NullMarked
package io.github.fisherscope.studies.method;

import org.jspecify.annotations.NullMarked;
