package io.github.fisherscope.reports.generative;

import io.github.fisherscope.reports.chart.Grey;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.chart.StripPicture;
import io.github.fisherscope.results.generative.ImageStrips;
import io.github.fisherscope.results.generative.VaeInferenceResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pictures of repeated inference that are no charts. */
public final class InferenceStills {
    static final String STRIPS = "strips";

    private InferenceStills() {}

    static List<Still> of(VaeInferenceResult result) {
        List<Still> stills = new ArrayList<>();
        ImageStrips strips = result.strips();
        if (strips != null && !strips.strips().isEmpty()) {
            stills.add(strips(STRIPS, strips));
        }
        return stills;
    }

    /** Returns images along trajectories, one in each row. */
    public static StripPicture strips(String id, ImageStrips strips) {
        List<String> columns = new ArrayList<>(List.of("memory", "start"));
        strips.steps().forEach(step -> columns.add("step " + step));
        List<StripPicture.Row> rows = strips.strips().stream()
                .map(strip -> new StripPicture.Row(
                        "datum " + strip.datum(),
                        strips.images(strip).stream()
                                .map(bytes -> Grey.of(strips.height(), strips.width(), bytes))
                                .toList()))
                .toList();
        return new StripPicture(
                id,
                "Images along trajectories, noise " + strips.noise(),
                String.format(
                        Locale.ROOT,
                        "The clean datum, the noisy one, and the means that the decoder draws from the latent states of the steps;"
                                + " black is %s or less, white %s or more.",
                        Numbers.shortly(strips.black()),
                        Numbers.shortly(strips.white())),
                "A table of grey images: a trajectory in each row, from memory and noisy start to the last step.",
                columns,
                rows);
    }
}
