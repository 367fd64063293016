package io.github.fisherscope.core.backend;

/**
 * What computed a result.
 *
 * @param name the name by which the backend is opened, such as {@code openblas}
 * @param library library and version, such as {@code OpenBLAS 0.3.31 (SkylakeX)}
 * @param device the processor or accelerator, in words
 * @param precision number format of matrices
 * @param threads number of threads that share the work
 */
public record BackendInfo(String name, String library, String device, Precision precision, int threads) {}
