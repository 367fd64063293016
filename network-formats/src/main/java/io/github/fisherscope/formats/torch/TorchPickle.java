package io.github.fisherscope.formats.torch;

import io.github.fisherscope.core.io.PickleMachine;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The pickle of a torch file as far as dictionaries of tensors need it. The few constructors that a file can name are those of
 * {@link TorchObjects}, and any other name is refused with the name.
 */
final class TorchPickle extends PickleMachine {
    private static final int PERSISTENT_ID = 'Q';
    private static final int EMPTY_SET = 0x8f;
    private static final int ADD_TO_SET = 0x90;

    private final TorchObjects objects;

    TorchPickle(byte[] pickle, TorchObjects objects) {
        super(pickle, TorchObjects.Marker.NONE);
        this.objects = objects;
    }

    /** Returns the one object of the pickle. */
    Object read() {
        return run();
    }

    @Override
    protected Object named(String name) {
        return objects.named(name);
    }

    @Override
    protected Object call(Object constructor, List<Object> arguments) {
        return objects.call(constructor, arguments);
    }

    /** The state of an OrderedDict holds the versions of its modules, which nothing here needs. */
    @Override
    protected void build(Object target, Object state) {}

    @Override
    protected Object bytes(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    protected String field(Object key) {
        return String.valueOf(key);
    }

    @Override
    protected boolean further(int code) {
        switch (code) {
            case PERSISTENT_ID -> push(objects.storage(((Sequence) pop()).items()));
            case EMPTY_SET -> push(TorchObjects.Marker.OTHER);
            case ADD_TO_SET -> fromMark();
            default -> {
                return false;
            }
        }
        return true;
    }

    @Override
    protected RuntimeException damaged(String problem) {
        return new DamagedPickleException("it " + problem);
    }
}
