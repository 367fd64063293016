package io.github.fisherscope.backend.nd4j.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays that one operation makes for itself: outside any workspace that the caller may have open, and closed with
 * the operation instead of left to the garbage collector.
 */
final class Temporaries implements AutoCloseable {
    private final MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
    private final Deque<INDArray> kept = new ArrayDeque<>();

    /** Notes an array of its own memory, no view, for closing. */
    INDArray keep(INDArray array) {
        kept.push(array);
        return array;
    }

    @Override
    public void close() {
        while (!kept.isEmpty()) {
            INDArray array = kept.pop();
            if (array.closeable()) {
                array.close();
            }
        }
        outside.close();
    }
}
