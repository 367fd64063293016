package io.github.fisherscope.reports;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.reports.chart.Still;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that pictures become: a PNG and an SVG for each, as a report asks for them. */
public final class FigureFiles {
    private FigureFiles() {}

    /**
     * Draws the pictures.
     *
     * @return the content of every file by its name
     * @throws IOException if no fonts are installed
     */
    public static Map<String, byte[]> of(List<Figure> figures, ReportConfig config) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Figure figure : figures) {
            if (config.png()) {
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                Pictures.writePng(figure, config.picture(), png);
                files.put(figure.id() + ".png", png.toByteArray());
            }
            if (config.svg()) {
                ByteArrayOutputStream svg = new ByteArrayOutputStream();
                Pictures.writeSvg(figure, config.picture(), svg);
                files.put(figure.id() + ".svg", svg.toByteArray());
            }
        }
        return files;
    }

    /**
     * Draws the pictures that are no charts, which are PNG alone.
     *
     * @return the content of every file by its name
     * @throws IOException if no fonts are installed
     */
    public static Map<String, byte[]> stills(List<? extends Still> stills, ReportConfig config) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (Still still : stills) {
            if (config.png()) {
                ByteArrayOutputStream png = new ByteArrayOutputStream();
                still.writePng(config.picture(), png);
                files.put(still.id() + ".png", png.toByteArray());
            }
        }
        return files;
    }

    /** Returns the names of the files of pictures with the given ids. */
    public static List<String> names(List<String> ids) {
        List<String> names = new ArrayList<>();
        for (String id : ids) {
            names.add(id + ".png");
            names.add(id + ".svg");
        }
        return names;
    }
}
