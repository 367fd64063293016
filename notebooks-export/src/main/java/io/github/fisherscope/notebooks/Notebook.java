package io.github.fisherscope.notebooks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Jupyter notebook of format 4.5. Cells have ids that count up, so the same notebook always has the same bytes.
 *
 * @param kernel the program that runs the code
 * @param cells in order
 */
public record Notebook(Kernel kernel, List<Cell> cells) {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public Notebook {
        cells = List.copyOf(cells);
    }

    /** What runs the code. */
    public enum Kernel {
        PYTHON("python3", "Python 3", "python", ".py"),
        /** JJava, https://github.com/dflib/jjava. */
        JAVA("java", "Java", "java", ".jshell");

        private final String id;
        private final String display;
        private final String language;
        private final String extension;

        Kernel(String id, String display, String language, String extension) {
            this.id = id;
            this.display = display;
            this.language = language;
            this.extension = extension;
        }
    }

    /**
     * One cell.
     *
     * @param code whether it is run; otherwise it is Markdown
     */
    public record Cell(boolean code, String source) {
        public static Cell code(String source) {
            return new Cell(true, source.strip());
        }

        public static Cell markdown(String source) {
            return new Cell(false, source.strip());
        }
    }

    /** Returns the text of the {@code .ipynb} file, without outputs. */
    public String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        List<Map<String, Object>> list = new ArrayList<>();
        for (Cell cell : cells) {
            list.add(json(cell, String.format(Locale.ROOT, "cell-%02d", list.size() + 1)));
        }
        root.put("cells", list);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put(
                "kernelspec", ordered("display_name", kernel.display, "language", kernel.language, "name", kernel.id));
        metadata.put("language_info", ordered("file_extension", kernel.extension, "name", kernel.language));
        root.put("metadata", metadata);
        root.put("nbformat", 4);
        root.put("nbformat_minor", 5);
        return MAPPER.writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    private static Map<String, Object> json(Cell cell, String id) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("cell_type", cell.code() ? "code" : "markdown");
        if (cell.code()) {
            map.put("execution_count", null);
        }
        map.put("id", id);
        map.put("metadata", Map.of());
        if (cell.code()) {
            map.put("outputs", List.of());
        }
        List<String> lines =
                new ArrayList<>(cell.source().lines().map(l -> l + "\n").toList());
        int last = lines.size() - 1;
        if (last >= 0) {
            lines.set(last, lines.get(last).stripTrailing());
        }
        map.put("source", lines);
        return map;
    }

    private static Map<String, Object> ordered(String... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }
}
