/** Hostile input: every kind is a line in a table, so that a new reader or option gets its kinds by a new line. */
@org.jspecify.annotations.NullMarked
package io.github.fisherscope.hostile;
