@NullMarked
package io.github.fisherscope.results.json;

import org.jspecify.annotations.NullMarked;
