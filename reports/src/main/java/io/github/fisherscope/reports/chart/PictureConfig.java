package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.check.Args;

/**
 * Options of a picture; every instance is valid.
 *
 * @param width in points of 1/72 inch, 240 to 2000
 * @param height in points of 1/72 inch, 160 to 2000
 * @param dpi pixels per inch of a PNG, 72 to 600
 */
public record PictureConfig(int width, int height, int dpi) {

    public PictureConfig {
        Args.requireInRange("picture width", width, 240, 2000);
        Args.requireInRange("picture height", height, 160, 2000);
        Args.requireInRange("dpi", dpi, 72, 600);
    }

    /** Returns 640 × 420 points (8.9 × 5.8 inches) at 144 dpi: 1280 × 840 pixels. */
    public static PictureConfig defaults() {
        return new PictureConfig(640, 420, 144);
    }

    public PictureConfig withSize(int newWidth, int newHeight) {
        return new PictureConfig(newWidth, newHeight, dpi);
    }

    public PictureConfig withDpi(int newDpi) {
        return new PictureConfig(width, height, newDpi);
    }
}
