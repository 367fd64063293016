@NullMarked
package io.github.fisherscope.reports.json;

import org.jspecify.annotations.NullMarked;
