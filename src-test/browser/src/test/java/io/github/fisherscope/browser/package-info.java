/** Reports opened in Chromium. */
@NullMarked
package io.github.fisherscope.browser;

import org.jspecify.annotations.NullMarked;
