package io.github.fisherscope.core.graph;

import io.github.fisherscope.core.network.ParameterBlocks;
import java.util.List;

/** Parameter tensors as the blocks of θ. */
record TensorBlocks(List<ParameterTensor> tensors) implements ParameterBlocks {
    @Override
    public int depth() {
        return tensors.size();
    }

    @Override
    public long layerParameters(int l) {
        return tensors.get(l - 1).shape().size();
    }

    @Override
    public long blockOffset(int l) {
        return l == 1 ? 0 : tensors.get(l - 2).end();
    }

    @Override
    public long parameters() {
        return blockOffset(depth() + 1);
    }
}
