@NullMarked
package io.github.fisherscope.reports.gate;

import org.jspecify.annotations.NullMarked;
