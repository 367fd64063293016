package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.io.StoredValue;
import java.nio.file.Path;
import java.util.List;

/** NumPy's archives of named arrays. Matrices are read one by one, after all shapes are known to fit. */
final class NpzReader implements NetworkReader {
    @Override
    public boolean recognises(String name, byte[] start) {
        return name.endsWith(".npz") || (start.length >= 2 && start[0] == 'P' && start[1] == 'K');
    }

    @Override
    public ReadNetwork read(Path file, ReadOptions options) {
        try (NpzFile npz = NpzFile.open(file)) {
            StoredArrays stored = new StoredArrays(file);
            for (String name : npz.names()) {
                if (options.leavesOut(name)) {
                    stored.leaveOut(name);
                    continue;
                }
                List<Integer> shape = npz.shape(name);
                if (shape == null) {
                    stored.add(name, npz.readStored(name));
                } else {
                    stored.add(new NamedArray(name, shape, () -> numbers(npz, name)));
                }
            }
            stored.leaveOut(options);
            return new NetworkAssembly(stored, options).network();
        }
    }

    private static NpyArray numbers(NpzFile npz, String name) {
        if (npz.readStored(name) instanceof StoredValue.Numbers numbers) {
            return numbers.array();
        }
        throw new IllegalStateException(name + " was an array of numbers when its header was read");
    }
}
