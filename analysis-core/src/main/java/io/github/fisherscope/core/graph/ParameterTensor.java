package io.github.fisherscope.core.graph;

/**
 * A tensor of parameters and where it stands in the parameter vector θ, row by row.
 *
 * @param name as files call it, such as {@code blocks.3.conv.weight}; no two tensors of a graph share one
 * @param shape its dimensions
 * @param offset index of its first entry in θ
 */
public record ParameterTensor(String name, Shape shape, long offset) {
    /** Returns the index behind its last entry. */
    public long end() {
        return offset + shape.size();
    }
}
