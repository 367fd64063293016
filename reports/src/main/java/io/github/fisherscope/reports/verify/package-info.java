/** Finished verifications as text, as JSON and in the form that build servers show. */
@NullMarked
package io.github.fisherscope.reports.verify;

import org.jspecify.annotations.NullMarked;
