@NullMarked
package io.github.fisherscope.reports.verify;

import org.jspecify.annotations.NullMarked;
