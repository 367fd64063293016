@NullMarked
package io.github.fisherscope.formats.model;

import org.jspecify.annotations.NullMarked;
