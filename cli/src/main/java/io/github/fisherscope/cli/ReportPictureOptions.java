package io.github.fisherscope.cli;

import io.github.fisherscope.reports.ReportConfig;
import picocli.CommandLine.Option;

/** How the pictures of a report look, each of which can be had as SVG. */
final class ReportPictureOptions extends PictureOptions {
    @Option(names = "--svg", description = "Write every picture as SVG as well.")
    private boolean svg;

    @Override
    ReportConfig config() {
        return super.config().withSvg(svg);
    }
}
