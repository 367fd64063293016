@NullMarked
package io.github.fisherscope.reports.generative;

import org.jspecify.annotations.NullMarked;
