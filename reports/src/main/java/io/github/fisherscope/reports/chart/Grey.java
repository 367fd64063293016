package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.check.Args;

/** A grey image. Immutable. */
public final class Grey {
    private final int height;
    private final int width;
    private final byte[] pixels;

    private Grey(int height, int width, byte[] pixels) {
        this.height = height;
        this.width = width;
        this.pixels = pixels.clone();
    }

    /** Returns an image of bytes from black 0 to white 255, row by row. */
    public static Grey of(int height, int width, byte[] pixels) {
        Args.requireSame("the number of pixels", pixels.length, (long) height * width, "give whole rows");
        return new Grey(height, width, pixels);
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    /** Returns the number of columns. */
    public int width() {
        return width;
    }

    /** Returns a pixel, 0 to 255. */
    public int at(int row, int column) {
        return pixels[row * width + column] & 255;
    }
}
