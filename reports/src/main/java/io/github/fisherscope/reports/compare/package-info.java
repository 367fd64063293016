/** Several results side by side, as tables, figures and a page. */
@NullMarked
package io.github.fisherscope.reports.compare;

import org.jspecify.annotations.NullMarked;
