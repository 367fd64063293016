/** Root package of module reports. */
@NullMarked
package io.github.fisherscope.reports;

import org.jspecify.annotations.NullMarked;
