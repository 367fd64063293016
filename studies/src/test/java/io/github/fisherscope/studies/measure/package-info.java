@NullMarked
package io.github.fisherscope.studies.measure;

import org.jspecify.annotations.NullMarked;
