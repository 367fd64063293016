@NullMarked
package io.github.fisherscope.reports.compare;

import org.jspecify.annotations.NullMarked;
