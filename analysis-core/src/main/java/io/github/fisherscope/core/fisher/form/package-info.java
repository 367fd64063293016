/** One interface over the forms in which a Fisher matrix can be held. */
@NullMarked
package io.github.fisherscope.core.fisher.form;

import org.jspecify.annotations.NullMarked;
