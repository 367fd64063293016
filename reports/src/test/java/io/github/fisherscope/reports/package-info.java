@NullMarked
package io.github.fisherscope.reports;

import org.jspecify.annotations.NullMarked;
