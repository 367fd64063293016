@NullMarked
package io.github.fisherscope.reports.text;

import org.jspecify.annotations.NullMarked;
