@NullMarked
package io.github.fisherscope.reports.html;

import org.jspecify.annotations.NullMarked;
