package io.github.fisherscope.core.network;

/**
 * A division of the parameter vector θ into blocks that follow each other: the layers of a fully connected network, or the
 * parameter tensors of a graph. Blocks are counted from 1.
 */
public interface ParameterBlocks {
    /** Returns the number of blocks. */
    int depth();

    /** Returns the number of parameters of block {@code l}. */
    long layerParameters(int l);

    /** Returns the index of the first parameter of block {@code l}; for the number of blocks plus 1 it is P. */
    long blockOffset(int l);

    /** Returns P. */
    long parameters();
}
