@NullMarked
package io.github.fisherscope.studies.verify;

import org.jspecify.annotations.NullMarked;
