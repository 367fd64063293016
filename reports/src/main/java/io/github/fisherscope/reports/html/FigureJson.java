package io.github.fisherscope.reports.html;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The data of the interactive charts, safe inside a script element. */
final class FigureJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private FigureJson() {}

    static String of(List<FigureView> views) {
        List<Map<String, Object>> figures =
                views.stream().map(FigureJson::figure).toList();
        // Nothing in a JSON text but its strings can hold these characters, and there the escape means the same.
        return MAPPER.writeValueAsString(figures)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static Map<String, Object> figure(FigureView view) {
        Figure figure = view.figure();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", figure.id());
        map.put("title", figure.title());
        map.put("x", axis(figure.x()));
        map.put("y", axis(figure.y()));
        map.put("series", figure.series().stream().map(FigureJson::series).toList());
        map.put("svg", view.svg());
        return map;
    }

    private static Map<String, Object> axis(Figure.Axis axis) {
        return Map.of(
                "label", axis.label(),
                "scale", axis.scale().name(),
                "categories", axis.categories());
    }

    private static Map<String, Object> series(Series series) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", series.name());
        map.put("origin", series.origin().name());
        map.put("mark", series.mark().name());
        map.put("color", series.color());
        map.put("x", series.x().toArray());
        map.put("y", series.y().toArray());
        RealVector error = series.error();
        if (error != null) {
            map.put("error", error.toArray());
        }
        return map;
    }
}
