/** Samples divided between the executors of an Apache Spark cluster: the engine named spark, which the service loader finds. */
@NullMarked
package io.github.fisherscope.backend.spark;

import org.jspecify.annotations.NullMarked;
