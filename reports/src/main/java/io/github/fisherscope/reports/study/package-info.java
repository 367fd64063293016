/** The study a script or the command line runs: a network and data in, a result with measurement and theory out. */
@NullMarked
package io.github.fisherscope.reports.study;

import org.jspecify.annotations.NullMarked;
