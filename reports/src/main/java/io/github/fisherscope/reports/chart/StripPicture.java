package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.VisibleText;
import io.github.fisherscope.reports.internal.chart.StripPainter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Grey images of one size in a table.
 *
 * @param columns names of the columns
 * @param rows one or more, with an image for each column
 */
public record StripPicture(
        String id, String title, String caption, String alternative, List<String> columns, List<Row> rows)
        implements Still {
    public StripPicture {
        Args.require(!rows.isEmpty() && !columns.isEmpty(), "there are no images");
        columns = columns.stream().map(VisibleText::of).toList();
        rows = List.copyOf(rows);
        for (Row row : rows) {
            Args.requireSame("the number of images", row.images().size(), columns.size(), "give one for each column");
        }
    }

    /**
     * One row.
     *
     * @param name stands to the left
     * @param images from left to right
     */
    public record Row(String name, List<Grey> images) {
        public Row {
            name = VisibleText.of(name);
            images = List.copyOf(images);
        }
    }

    @Override
    public void writePng(PictureConfig config, OutputStream out) throws IOException {
        new StripPainter(this, config).writePng(out);
    }
}
