/** What a study is asked for: which networks, which data, which matrix, by which method, on which machine. */
@NullMarked
package io.github.fisherscope.studies.config;

import org.jspecify.annotations.NullMarked;
