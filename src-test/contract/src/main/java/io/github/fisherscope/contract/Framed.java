package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/** A block in the middle of a larger matrix, whose frame must stay as it is. */
final class Framed implements AutoCloseable {
    private static final double MARK = 7.25;
    private static final int ABOVE = 2;
    private static final int LEFT = 3;
    private static final int MORE = 5;

    private final Matrix whole;
    private final Matrix block;

    Framed(Backend backend, Plain content) {
        whole = backend.allocate(content.rows + MORE, content.columns + MORE);
        backend.fill(whole, MARK);
        block = whole.view(ABOVE, LEFT, content.rows, content.columns);
        content.writeTo(block);
    }

    Matrix block() {
        return block;
    }

    /** Returns the block after checking that nothing around it has changed. */
    Plain content() {
        Plain all = Plain.of(whole);
        for (int i = 0; i < all.rows; i++) {
            for (int j = 0; j < all.columns; j++) {
                boolean inside = i >= ABOVE && i < ABOVE + block.rows() && j >= LEFT && j < LEFT + block.columns();
                if (!inside) {
                    assertThat(all.get(i, j)).as("frame (%d, %d)", i, j).isEqualTo(MARK);
                }
            }
        }
        return Plain.of(block);
    }

    @Override
    public void close() {
        whole.close();
    }
}
