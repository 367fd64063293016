package io.github.fisherscope.core.io;

import java.nio.file.Path;
import java.util.List;

/**
 * Reads Python objects that are pickled in a .npy file, as far as they are lists, tuples, dictionaries, text, numbers and
 * NumPy arrays. The file can name the few constructors that {@link PickledArrays} knows, and any other name is refused with
 * the name.
 *
 * <p>Memory: what the file itself needs, twice; shared or nested parts are expanded to a bounded size only.
 */
final class ArrayPickle extends PickleMachine {
    private final Path file;
    private final String where;
    private final PickledArrays arrays;

    ArrayPickle(Path file, String where, byte[] pickle) {
        super(pickle, PickledArrays.NONE);
        this.file = file;
        this.where = where;
        this.arrays = new PickledArrays(file, where, pickle.length);
    }

    /**
     * Reads the one object of the pickle.
     *
     * @throws InputFileException if it is damaged or holds anything but arrays, text, lists and dictionaries
     */
    StoredValue read() {
        Object value = run();
        if (hasMore()) {
            throw damaged("does not end where its one object ends");
        }
        return arrays.value(value);
    }

    @Override
    protected Object named(String name) {
        return arrays.named(name);
    }

    @Override
    protected Object call(Object constructor, List<Object> arguments) {
        return arrays.call((PickledArrays.Constructor) constructor, arguments);
    }

    @Override
    protected void build(Object target, Object state) {
        arrays.build(target, state);
    }

    @Override
    protected Object bytes(byte[] bytes) {
        return bytes;
    }

    @Override
    protected String field(Object key) {
        if (!(key instanceof String) && !(key instanceof Long)) {
            throw damaged("has a dictionary whose keys are neither text nor whole numbers");
        }
        return String.valueOf(key);
    }

    @Override
    protected RuntimeException damaged(String problem) {
        return InputFileException.of(
                file, where + "holds Python objects, and the pickle " + problem, "save the matrices with numpy.savez");
    }
}
