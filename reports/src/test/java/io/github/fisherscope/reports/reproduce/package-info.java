@NullMarked
package io.github.fisherscope.reports.reproduce;

import org.jspecify.annotations.NullMarked;
