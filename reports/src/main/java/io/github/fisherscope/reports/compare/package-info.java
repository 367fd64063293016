/** Several results side by side. */
@NullMarked
package io.github.fisherscope.reports.compare;

import org.jspecify.annotations.NullMarked;
