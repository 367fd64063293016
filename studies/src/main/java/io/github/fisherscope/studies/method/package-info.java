/** Spectral methods: each one class that tells what it takes, finds and costs, and runs on any matrix of the Fisher family. */
@NullMarked
package io.github.fisherscope.studies.method;

import org.jspecify.annotations.NullMarked;
