@NullMarked
package io.github.fisherscope.reports.theory;

import org.jspecify.annotations.NullMarked;
