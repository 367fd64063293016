package io.github.fisherscope.reports.html;

import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.Still;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A picture that is no chart, as the page shows it.
 *
 * @param png the picture as a data URI
 */
public record StillView(Still still, String png) {
    static List<StillView> of(List<? extends Still> stills) throws IOException {
        List<StillView> views = new ArrayList<>();
        for (Still still : stills) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            still.writePng(PictureConfig.defaults(), out);
            views.add(new StillView(
                    still, "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray())));
        }
        return List.copyOf(views);
    }
}
