@NullMarked
package io.github.fisherscope.reports.estimate;

import org.jspecify.annotations.NullMarked;
