@NullMarked
package io.github.fisherscope.reports.sweep;

import org.jspecify.annotations.NullMarked;
