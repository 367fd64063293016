/** Autoencoders, their training and repeated inference as text, pictures and pages. */
@NullMarked
package io.github.fisherscope.reports.generative;

import org.jspecify.annotations.NullMarked;
