@NullMarked
package io.github.fisherscope.reports.trajectory;

import org.jspecify.annotations.NullMarked;
