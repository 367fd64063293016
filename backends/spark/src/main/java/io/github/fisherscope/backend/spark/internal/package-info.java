/** What travels to executors, what they keep, and how they answer. */
@NullMarked
package io.github.fisherscope.backend.spark.internal;

import org.jspecify.annotations.NullMarked;
