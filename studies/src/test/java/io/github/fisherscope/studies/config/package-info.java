@NullMarked
package io.github.fisherscope.studies.config;

import org.jspecify.annotations.NullMarked;
