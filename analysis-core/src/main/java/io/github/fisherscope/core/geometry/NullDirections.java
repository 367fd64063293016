package io.github.fisherscope.core.geometry;

/**
 * Null directions of the Fisher matrix that have a reason in the network.
 *
 * @param kind the reason
 * @param words which units or tensors, and what may change
 * @param count independent directions that this reason explains and none before it in the list
 * @param residual the largest {@code ‖G v‖ / (s_max ‖v‖)} among them, s_max the largest singular value of the factor G
 */
public record NullDirections(Degeneracy.Kind kind, String words, int count, double residual) {}
