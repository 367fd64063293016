@NullMarked
package io.github.fisherscope.studies.plan;

import org.jspecify.annotations.NullMarked;
