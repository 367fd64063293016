/** What theory predicts for a family of networks, as JSON and as text, without any measurement. */
@NullMarked
package io.github.fisherscope.reports.theory;

import org.jspecify.annotations.NullMarked;
