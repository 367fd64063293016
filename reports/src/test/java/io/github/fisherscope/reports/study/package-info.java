/** Tests of the study. */
@NullMarked
package io.github.fisherscope.reports.study;

import org.jspecify.annotations.NullMarked;
