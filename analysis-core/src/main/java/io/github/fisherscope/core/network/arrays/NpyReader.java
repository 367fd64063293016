package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.StoredValue;
import java.nio.file.Path;

/** A single .npy array: one matrix, or a Python list or dictionary of matrices. */
final class NpyReader implements NetworkReader {
    @Override
    public boolean recognises(String name, byte[] start) {
        return name.endsWith(".npy") || (start.length >= 6 && start[0] == (byte) 0x93 && start[1] == 'N');
    }

    @Override
    public ReadNetwork read(Path file, ReadOptions options) {
        StoredArrays stored = new StoredArrays(file);
        StoredValue value = NpyFile.readStored(file);
        stored.add(value instanceof StoredValue.Fields ? "" : "array", value);
        stored.leaveOut(options);
        return new NetworkAssembly(stored, options).network();
    }
}
