/** Results in words and as tables of text. */
@NullMarked
package io.github.fisherscope.reports.text;

import org.jspecify.annotations.NullMarked;
