package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.PictureConfig;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How pictures look. */
sealed class PictureOptions permits ReportPictureOptions {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");

    @Option(
            names = "--figure-size",
            paramLabel = "WxH",
            description =
                    "Size of the pictures in points of 1/72 inch (default 640x420; a column of a paper: 340x240).")
    private @Nullable String figureSize;

    @Option(names = "--dpi", paramLabel = "N", description = "Pixels per inch of the PNGs, 72 to 600 (default 144).")
    private @Nullable Integer dpi;

    ReportConfig config() {
        PictureConfig picture = PictureConfig.defaults();
        if (figureSize != null) {
            Matcher size = SIZE.matcher(figureSize);
            if (!size.matches()) {
                throw new IllegalArgumentException(
                        "--figure-size %s is not a size; write width x height in points, such as 640x420"
                                .formatted(figureSize));
            }
            try {
                picture = picture.withSize(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
            } catch (InvalidArgumentException e) {
                throw new IllegalArgumentException("--figure-size %s: %s".formatted(figureSize, e.getMessage()), e);
            }
        }
        if (dpi != null) {
            try {
                picture = picture.withDpi(dpi);
            } catch (InvalidArgumentException e) {
                throw new IllegalArgumentException("--" + e.getMessage(), e);
            }
        }
        return ReportConfig.defaults().withPicture(picture);
    }
}
