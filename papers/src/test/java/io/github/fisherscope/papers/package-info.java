@NullMarked
package io.github.fisherscope.papers;

import org.jspecify.annotations.NullMarked;
