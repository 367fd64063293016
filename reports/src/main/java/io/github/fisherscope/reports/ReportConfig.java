package io.github.fisherscope.reports;

import io.github.fisherscope.reports.chart.PictureConfig;
import java.util.Objects;

/**
 * Options of {@link ReportWriter}; every instance is valid.
 *
 * @param picture size and resolution of the pictures
 * @param html whether to write {@code report.html}
 * @param png whether to write a PNG per figure
 * @param svg whether to write an SVG per figure
 */
public record ReportConfig(PictureConfig picture, boolean html, boolean png, boolean svg) {

    public ReportConfig {
        Objects.requireNonNull(picture, "picture");
    }

    /** Returns the page and PNGs, no SVGs. */
    public static ReportConfig defaults() {
        return new ReportConfig(PictureConfig.defaults(), true, true, false);
    }

    public ReportConfig withPicture(PictureConfig value) {
        return new ReportConfig(value, html, png, svg);
    }

    public ReportConfig withHtml(boolean value) {
        return new ReportConfig(picture, value, png, svg);
    }

    public ReportConfig withPng(boolean value) {
        return new ReportConfig(picture, html, value, svg);
    }

    public ReportConfig withSvg(boolean value) {
        return new ReportConfig(picture, html, png, value);
    }
}
